"""Projects on every database: each test that takes `store` runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from tawatur.store.database import Store, create_store

IN_CI = bool(os.environ.get("CI"))


def postgres_binaries() -> Path | None:
    """The folder of the newest PostgreSQL that is installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def _server_user() -> str | None:
    """PostgreSQL refuses root; then it runs as the first of these users that exists."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of an empty PostgreSQL server that lives as long as the tests; "{}" stands for the database's name."""
    binaries = postgres_binaries()
    if binaries is None:
        reason = "PostgreSQL is not installed (no initdb); `make test-setup` installs it"
        pytest.fail(reason) if IN_CI else pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="tawatur-pg-"))
    user = _server_user()
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = folder / "data"

    def run(*command: object) -> None:
        subprocess.run(list(map(str, command)), check=True, capture_output=True, user=user, cwd=folder, timeout=120)

    run(binaries / "initdb", "-D", data, "-U", "tawatur", "-A", "trust", "-E", "UTF8", "--locale=C")
    options = f"-F -p {port} -k {folder} -c listen_addresses=127.0.0.1"
    log = folder / "log"
    run(binaries / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
    try:
        yield f"postgresql://tawatur@127.0.0.1:{port}/{{}}"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def new_database(server: str, template: str = "template1") -> str:
    """The address of a new database of a server, empty or a copy of another one."""
    name = f"t{uuid.uuid4().hex}"
    address = server.format("postgres").replace("postgresql:", "postgresql+psycopg:")
    engine = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    engine.dispose()
    return server.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new project can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "project")
    return new_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def store(address: str, tmp_path: Path) -> Iterator[Store]:
    """An empty project."""
    made = create_store(address, tmp_path / "project" / "captures")
    yield made
    made.close()
