from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tawatur.acquire.stamps import read_stamp

CONF = """
[tsa]
default_tsa = one
[one]
dir = .
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[ext]
extendedKeyUsage = critical,timeStamping
"""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_stamp_made_by_openssl(tmp_path: Path) -> None:
    (tmp_path / "conf").write_text(CONF)
    (tmp_path / "a.txt").write_text("قصف")
    (tmp_path / "serial").write_text("01")

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True)

    certificate = "-x509 -newkey rsa:2048 -nodes -keyout k -out c -days 2 -subj /CN=t"
    openssl("req", *certificate.split(), "-addext", "extendedKeyUsage=critical,timeStamping")
    openssl("ts", "-query", "-data", "a.txt", "-sha256", "-cert", "-out", "q")
    openssl("ts", "-reply", "-config", "conf", "-section", "one", "-queryfile", "q", "-signer", "c", "-inkey", "k",
            "-out", "r")  # fmt: skip
    stamp = read_stamp((tmp_path / "r").read_bytes())
    assert stamp is not None
    assert stamp.kind == "rfc3161"
    assert stamp.sha256 == hashlib.sha256("قصف".encode()).hexdigest()
    assert stamp.said is not None
    assert abs(datetime.fromisoformat(stamp.said) - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize("raw", [b"", b"\x30", b"\x00OpenTimestamps\x00\x00Proof\x00", b"\x30\x82" + b"x" * 200])
def test_what_is_no_stamp(raw: bytes) -> None:
    assert read_stamp(raw) is None
