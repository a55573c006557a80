"""docs/mapping.md: our codebook in the terms of ACLED, UCDP GED and PLOVER, and where the codebooks disagree."""

from __future__ import annotations

from collections.abc import Iterator

from tawatur.publish.mapping import Fit, differences, mapping

SCHEMES = {"acled": "ACLED", "ucdp": "UCDP GED", "plover": "PLOVER"}
HEAD = """# Our codebook in the terms of others

`tawatur release` writes files for readers of ACLED, UCDP GED and PLOVER. Which of their values an incident gets is
data: `acled.yml`, `ucdp.yml` and `plover.yml` in `src/tawatur/reference/release/`, each with examples that run as
tests. The first row that fits holds. What has no place in a scheme is listed in a release's `not-held.csv`.

The definitions are their owners': ACLED's codebook (copyright ACLED), the UCDP GED codebook (CC BY 4.0), the PLOVER
manual 0.8 (CC BY-SA 4.0). Our files use their columns and codes; they are not their data.
"""


def mapping_page() -> str:
    """The page."""
    return HEAD + "\n" + "\n".join([*_differences(), *(line for scheme in SCHEMES for line in _rules(scheme))])


def _differences() -> Iterator[str]:
    yield "## Where the codebooks disagree\n"
    yield "| case | here | ACLED file | UCDP file | PLOVER file |\n|---|---|---|---|---|"
    for row in differences():
        yield f"| {row.case} | {row.ours} | {row.acled} | {row.ucdp} | {row.plover} |"
    yield ""


def _rules(scheme: str) -> Iterator[str]:
    table = mapping(scheme)
    yield f"## {SCHEMES[scheme]}\n"
    yield f"| our types | if | {' / '.join(column.replace('_', ' ') for column in table.columns)} |\n|---|---|---|"
    for fit in table.rules:
        types = ", ".join(f"`{kind}`" for kind in fit.types)
        yield f"| {types} | {'; '.join(_asked(fit))} | {' / '.join(filter(None, fit.gives)) or 'kept out'} |"
    yield ""


def _asked(fit: Fit) -> Iterator[str]:
    if fit.statuses != ("occurred",):
        yield "status " + " or ".join(fit.statuses)
    if fit.actors:
        yield "an actor is " + ", ".join(kind.replace("_", " ") for kind in fit.actors)
    if fit.targets:
        yield "a target is " + ", ".join(kind.replace("_", " ") for kind in fit.targets)
    if fit.killed:
        yield "somebody is said to be killed"
    if fit.sides:
        yield "two sides are named"
