"""Where prepared and imported layers lie on the user's machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_VARIABLE = "TAWATUR_DATA"


def data_folder() -> Path:
    """The user's data folder: $TAWATUR_DATA, else the one of the operating system."""
    given = os.environ.get(DATA_VARIABLE)
    return Path(given) if given else Path(platformdirs.user_data_dir("tawatur"))


def imported_folder() -> Path:
    """Layers that `tawatur gazetteer add` made."""
    return data_folder() / "gazetteer"


def prepared_folder() -> Path:
    """Layers that come with the package, prepared on first use; may be deleted at any time."""
    given = os.environ.get(DATA_VARIABLE)
    return Path(given) / "prepared" if given else Path(platformdirs.user_cache_dir("tawatur"))
