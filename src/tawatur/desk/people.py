"""Who may use the desk: accounts with roles, and sessions of which only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from msgspec import Struct
from sqlalchemy import Connection, delete, insert, select, update

from tawatur.store.database import Store, StoreError, now
from tawatur.store.schema_desk import account, session

ROLES = ("reader", "reviewer", "lead")
SHORTEST_PASSWORD = 12
SESSION_HOURS, TOKEN_DAYS = 12, 90
_HASHER = PasswordHasher()


class Person(Struct, frozen=True):
    """Who is asking; `session` is the hash of their secret, "" for none."""

    name: str
    role: str
    session: str = ""
    locked: bool = False
    kind: str = "browser"  # or "token" (kept in the database), "bearer" (sent with each request)
    alone: bool = False  # the desk of one person, without accounts

    def may(self, role: str) -> bool:
        """Whether the person's role is this one or one that can do more."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Account(Struct, frozen=True):
    """A row of the list of accounts."""

    name: str
    role: str
    disabled: bool
    made: str


def add_account(store: Store, name: str, password: str, role: str = "reviewer") -> None:
    """Make an account. Raises StoreError where the name is taken, or name, role or password will not do."""
    _check(name, password, role)
    row = {"name": name, "role": role, "password": _HASHER.hash(password), "disabled": False, "made": now()}
    with store.writing("accounts") as writer:
        if writer.connection.scalar(select(account.c.name).where(account.c.name == name)):
            raise StoreError(f"{name}: there is such an account already.")
        writer.connection.execute(insert(account).values(row))


def change_account(
    store: Store, name: str, *, role: str | None = None, disabled: bool | None = None, password: str | None = None
) -> None:
    """Change an account and end its sessions. Raises StoreError for an unknown name."""
    values: dict[str, object] = {}
    if role is not None:
        values["role"] = role
    if disabled is not None:
        values["disabled"] = disabled
    if password is not None:
        values["password"] = _HASHER.hash(password)
    _check(name, password, role or "reader")
    with store.writing("accounts") as writer:
        changed = writer.connection.execute(update(account).where(account.c.name == name).values(**values))
        if not changed.rowcount:
            raise StoreError(f"{name}: there is no such account.")
        writer.connection.execute(delete(session).where(session.c.account == name))


def accounts(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    rows = connection.execute(
        select(account.c.name, account.c.role, account.c.disabled, account.c.made).order_by(account.c.name)
    )
    return [Account(row.name, row.role, bool(row.disabled), row.made) for row in rows]


def signed_in(store: Store, name: str, password: str) -> str | None:
    """The secret of a new session, None where name and password do not fit; both cases take the same time."""
    with store.reading() as connection:
        row = connection.execute(select(account).where(account.c.name == name)).first()
    known = row is not None and not row.disabled
    try:
        _HASHER.verify(row.password if row is not None and known else _nobody(), password)
    except (Argon2Error, InvalidHashError):
        return None
    return begin(store, name) if known else None


def begin(store: Store, name: str, kind: str = "browser") -> str:
    """Begin a session or make a token of a person; gives its secret, which is kept nowhere."""
    secret = secrets.token_urlsafe(32)
    lasts = timedelta(days=TOKEN_DAYS) if kind == "token" else timedelta(hours=SESSION_HOURS)
    with store.writing("session") as writer:
        writer.connection.execute(delete(session).where(session.c.expires < now()))
        writer.connection.execute(
            insert(session).values(
                id=_hash(secret), kind=kind, account=name, made=now(), expires=_later(lasts), locked=False
            )
        )
    return secret


def person_of(store: Store, secret: str, *, local: bool) -> Person | None:
    """Whose session a secret opens; on one's own machine (local) whoever holds one may do everything."""
    query = select(session, account.c.role, account.c.disabled)
    joined = query.outerjoin(account, account.c.name == session.c.account)
    with store.reading() as connection:
        row = connection.execute(joined.where(session.c.id == _hash(secret), session.c.expires >= now())).first()
    if row is None or (not local and (row.role is None or row.disabled)):
        return None
    return Person(row.account, "lead" if local else row.role, row.id, bool(row.locked), row.kind, local)


def end(store: Store, person: Person) -> None:
    """End a session."""
    with store.writing("session") as writer:
        writer.connection.execute(delete(session).where(session.c.id == person.session))


def lock(store: Store, person: Person, locked: bool = True) -> None:
    """Lock a session's screen, or unlock it."""
    with store.writing("session") as writer:
        writer.connection.execute(update(session).where(session.c.id == person.session).values(locked=locked))


def fits(store: Store, name: str, password: str) -> bool:
    """Whether a password is an account's."""
    with store.reading() as connection:
        known = connection.scalar(select(account.c.password).where(account.c.name == name))
    try:
        return _HASHER.verify(known or _nobody(), password) and known is not None
    except (Argon2Error, InvalidHashError):
        return False


def _check(name: str, password: str | None, role: str) -> None:
    if role not in ROLES:
        raise StoreError(f"{role}: no such role; there are {', '.join(ROLES)}.")
    if not name.strip() or len(name) > 60 or any(not char.isprintable() for char in name):
        raise StoreError("a name has 1 to 60 letters.")
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise StoreError(f"a password has at least {SHORTEST_PASSWORD} letters.")


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _later(lasts: timedelta) -> str:
    return (datetime.now(UTC) + lasts).strftime("%Y-%m-%dT%H:%M:%SZ")
