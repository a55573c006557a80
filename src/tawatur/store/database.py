"""Opens a project's database by its address; the same functions serve SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import getpass
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from tawatur.store import schema
from tawatur.store.captures import Captures
from tawatur.store.migrate import head_revision, revision_of, upgrade

FILE_NAME = "tawatur.db"
BUSY_SECONDS = 60
_PG_LOCK = 0x7461776174757200  # any fixed number: one writer of one database at a time


class StoreError(Exception):
    """The database cannot be used; the text says why and what to do."""


class Store(msgspec.Struct, frozen=True):
    """An opened project: its database and its captures."""

    engine: Engine
    captures: Captures
    name: str  # the address without its password, for messages

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection on which everything is seen as at one moment. Raises StoreError."""
        with _explained(self.name), self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's transactions are so by themselves
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextlib.contextmanager
    def writing(self, command: str, who: str | None = None) -> Iterator[Writer]:
        """One transaction by the only writer: all of it is kept, or nothing. Raises StoreError."""
        with _explained(self.name), self.engine.connect().execution_options(tawatur_writes=True) as connection:
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
                yield Writer(connection, now(), who or user_name(), command)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


class Writer:
    """An open write transaction: its connection, time and person; the run is written with the first change."""

    def __init__(self, connection: Connection, at: str, who: str, command: str) -> None:
        self.connection = connection
        self.at = at
        self.who = who
        self.command = command
        self._run: int | None = None

    @property
    def run(self) -> int:
        """Number of this transaction's run; a run goes on where the last one was the same person's and command."""
        if self._run is None:
            row = {"who": self.who, "tool": f"tawatur {version('tawatur')}", "command": self.command}
            last = (
                self.connection.execute(select(schema.run).order_by(schema.run.c.no.desc()).limit(1)).mappings().first()
            )
            if last is not None and last["at"][:13] == self.at[:13] and all(last[key] == row[key] for key in row):
                self._run = int(last["no"])
            else:
                made = self.connection.execute(insert(schema.run).values(at=self.at, **row))
                self._run = int(made.inserted_primary_key[0])  # type: ignore[index]
        return self._run


def now() -> str:
    """The time as the database writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def user_name() -> str:
    """Who runs this, as the system knows them."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def create_store(address: str | Path, captures: Path | None = None) -> Store:
    """Make the project's database and folder, or bring an older one up to date. Raises StoreError."""
    url = url_of(address)
    if url.get_backend_name() == "sqlite" and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{Path(url.database).parent}: cannot be made: {(error.strerror or '').lower()}."
            ) from error
    name = _shown(url)
    with _explained(name), _engine(url) as engine:
        _refuse_newer(engine, name)
        with engine.connect().execution_options(tawatur_writes=True) as connection, connection.begin():
            upgrade(connection)
            folder = captures or _captures_of(connection, url)
            for key, value in (("captures", _stored_folder(folder, url)), ("made", now())):
                known = connection.scalar(select(schema.setting.c.value).where(schema.setting.c.key == key))
                if known is None:
                    connection.execute(insert(schema.setting).values(key=key, value=value))
    folder.mkdir(parents=True, exist_ok=True)
    return Store(engine, Captures(folder), name)


def open_store(address: str | Path, captures: Path | None = None) -> Store:
    """Open a project that was made with `create_store`; `captures` overrides its folder. Raises StoreError."""
    url = url_of(address)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise StoreError(f"{url.database}: there is no project here; make one with `tawatur init`.")
    name = _shown(url)
    with _explained(name), _engine(url) as engine:
        _refuse_newer(engine, name)
        with engine.connect() as connection:
            if revision_of(connection) != head_revision():
                raise StoreError(f"{name}: made by an older version; run `tawatur init` here to bring it up to date.")
            folder = captures or _captures_of(connection, url)
    return Store(engine, Captures(folder), name)


def url_of(address: str | Path) -> URL:
    """The database of a project: a URL as given, or a file; a folder holds it as tawatur.db. Raises StoreError."""
    said = str(address)
    if "://" not in said:
        path = Path(said)
        return URL.create("sqlite", database=str(path if path.suffix in (".db", ".sqlite") else path / FILE_NAME))
    try:
        url = make_url(said)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() in ("sqlite", "postgresql"):
            return url
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(f"{said.split('@')[-1]}: not an address of a database: {error}") from error
    raise StoreError(f"{url.get_backend_name()}: only sqlite:///FILE and postgresql://… can hold a project.")


@contextlib.contextmanager
def _engine(url: URL) -> Iterator[Engine]:
    """The engine of an address; let go of again where opening the project fails."""
    engine = create_engine(url)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


def _prepare_sqlite(connection: Any, _: Any) -> None:
    """WAL: readers never wait for the writer, and a killed process or a power cut leaves the file whole."""
    connection.isolation_level = None  # transactions are begun by _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: two writers wait for each other instead of failing half-way."""
    writes = connection.get_execution_options().get("tawatur_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _captures_of(connection: Connection, url: URL) -> Path:
    """The folder as it was set on init; for SQLite it lies beside the file and moves with it."""
    beside = Path(url.database or ".").parent if url.get_backend_name() == "sqlite" else Path()
    said = connection.scalar(select(schema.setting.c.value).where(schema.setting.c.key == "captures"))
    return beside / (said or "captures")


def _stored_folder(folder: Path, url: URL) -> str:
    """The folder as the setting keeps it: relative to the SQLite file where it lies beside it, else absolute."""
    if url.get_backend_name() == "sqlite":
        beside = Path(url.database or ".").resolve().parent
        with contextlib.suppress(ValueError):
            return str(folder.resolve().relative_to(beside))
    return str(folder.resolve())


def _refuse_newer(engine: Engine, name: str) -> None:
    with engine.connect() as connection:
        known = revision_of(connection)
    if known is not None and known > head_revision():
        raise StoreError(f"{name}: made by a newer version of Tawatur (schema {known}); update Tawatur to use it.")


def _shown(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextlib.contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what the database says into one sentence for the user."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"{name}: {_reason(str(error.orig))}") from error
    except DBAPIError as error:
        raise StoreError(f"{name}: {_first_line(error.orig)}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{name}: {_first_line(error)}") from error


def _reason(said: str) -> str:
    reasons = {
        "disk is full": "the disk is full; make room and run the same command again: it goes on where it stopped.",
        "No space left": "the server's disk is full; make room and run the same command again.",
        "locked": f"another process has been writing for more than {BUSY_SECONDS} seconds; try again later.",
        "readonly": "the file cannot be written; check its permissions.",
        "unable to open": "the file cannot be opened; check the path and its permissions.",
        "disk I/O error": "the disk cannot be written (full?); make room and run the same command again.",
        "malformed": "the file is damaged; restore a copy, or make a new project and add the captures again.",
        "not a database": "the file is not a database of Tawatur.",
        "onnection": f"the server does not answer: {_first_line(said)}",
    }
    return next((reasons[key] for key in reasons if key in said), _first_line(said))


def _first_line(error: object) -> str:
    return str(error).strip().split("\n")[0]
