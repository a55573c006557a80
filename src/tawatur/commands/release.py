"""`tawatur release`: files to give away, or the reasons why there are none."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from tawatur.commands.project_options import opened, progress, project_options, show

if TYPE_CHECKING:
    from tawatur.publish.changes import Earlier
    from tawatur.publish.derive import Derived
    from tawatur.publish.make import Draft, Settings
    from tawatur.publish.profiles import Profile
    from tawatur.store.database import Store

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("release")
@click.option(
    "--profile", "profile_name", default="public", show_default=True, help="internal, partner, public, or a file."
)
@click.option("--format", "names", multiple=True, help="A format; may be given again. Default: all. --list names them.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("releases"), show_default=True)
@click.option("--date", "when", type=DAY, help="Day of the release; default: today (UTC).")
@click.option(
    "--since", help="Folder of the release that this one follows, or none. Default: the last of this profile."
)
@click.option("--unreviewed", is_flag=True, help="Also rows that nobody has reviewed; they are marked.")
@click.option("--check", is_flag=True, help="Make all checks and tell what would be withheld; write nothing.")
@click.option("--approve", is_flag=True, help="Approve what somebody else proposed, and write it.")
@click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Private list: what became of which incident, and why.",
)
@click.option(
    "--open", "opened_report", metavar="REPORT", help="What opens the commitments to one report; keep it to yourself."
)
@click.option("--list", "listing", is_flag=True, help="Profiles and formats, and what each cannot hold.")
@project_options
def command(listing: bool, opened_report: str | None, profile_name: str, unreviewed: bool, **asked: Any) -> None:
    """Write a dated, checked folder of files to give away.

    \b
    tawatur release --check                      what would be withheld, and why; writes nothing
    tawatur release --format csv --format html   the public profile, two formats
    tawatur release --approve --as SECOND        where the profile asks for a second person
    tawatur release --profile mine.yml           a profile of your own

    Checks run before any file is written; if one fails, nothing is written.
    """
    if listing:
        _list()
        return
    with opened(asked["project"], asked["captures"]) as store, _plain():
        if opened_report is not None:
            _open(store, opened_report)
            return
        _release(store, _profile(profile_name, unreviewed), asked)


def _release(store: Store, profile: Profile, asked: dict[str, Any]) -> None:
    from tawatur.project.release import material, release_key
    from tawatur.publish.make import prepared

    settings, earlier = _settings(profile, asked)
    found = material(store, release_key(store, asked["who"]), restricted=profile.file.restricted)
    with contextlib.ExitStack() as stack:
        note = stack.enter_context(_ledger(asked["ledger"]))
        tick = stack.enter_context(progress("checking", found.total))
        draft = stack.enter_context(prepared(found, profile, settings, earlier=earlier, tick=tick, note=note))
        if asked["check"]:
            _tell(draft)
        else:
            _write(store, draft, asked)


def _write(store: Store, draft: Draft, asked: dict[str, Any]) -> None:
    from tawatur.project.release import approvals, keep_release, propose
    from tawatur.publish.make import write
    from tawatur.store.database import user_name

    who = asked["who"] or user_name()
    signed: list[tuple[str, str]] = []
    if draft.profile.file.approval == "second-person":
        if not asked["approve"]:
            propose(store, draft, who)
            click.echo(f"{draft.name}: proposed by {who}, not written. Content: {draft.seal[:16]}")
            click.echo("A second person approves and writes it: the same command with --approve --as NAME")
            return
        signed = approvals(store, draft, who, draft.settings.day)
    with progress("writing", len(draft.settings.formats)) as tick:
        folder = write(draft, asked["out"], signed, tick)
    keep_release(store, draft, who)
    changes = draft.changes
    click.echo(f"{folder}: {len(draft.spool):,} incidents, {len(draft.settings.formats)} formats")
    if changes.since:
        counts = (f"{len(getattr(changes, kind)):,} {kind}" for kind in ("added", "changed", "withdrawn"))
        click.echo(f"since {changes.since}: {', '.join(counts)}")


def _profile(name: str, unreviewed: bool) -> Profile:
    from tawatur.publish.profiles import load_profile, with_unreviewed

    profile = load_profile(name)
    return with_unreviewed(profile) if unreviewed else profile


def _settings(profile: Profile, asked: dict[str, Any]) -> tuple[Settings, Earlier | None]:
    from tawatur.publish.changes import read_earlier
    from tawatur.publish.make import Settings

    day = (asked["when"] or datetime.now(UTC)).date()
    folder = _before(profile, asked["out"], asked["since"])
    try:
        earlier = read_earlier(folder) if folder else None
    except (OSError, KeyError, ValueError, msgspec.MsgspecError) as error:
        raise click.UsageError(f"{folder}: not the folder of a release ({error}).") from error
    version = earlier.version + 1 if earlier else 1
    return Settings(day=day, formats=_formats(asked["names"]), version=version), earlier


def _before(profile: Profile, out: Path, since: str | None) -> Path | None:
    """The release that this one follows: the one named, else the highest version of the profile in the folder."""
    if since is not None:
        return None if since == "none" else Path(since)
    known = [path for path in out.glob(f"tawatur-{profile.file.id}-[0-9]*-v*") if path.is_dir()]
    return max(known, key=lambda path: int(path.name.rpartition("-v")[2]), default=None)


def _formats(names: tuple[str, ...]) -> tuple[str, ...]:
    from tawatur.publish.formats import formats, installed

    unknown = [name for name in names if name not in formats() and name != "all"]
    if unknown:
        raise click.UsageError(f"unknown format {unknown[0]}; there are {', '.join(formats())}.")
    if names and "all" not in names:
        return tuple(name for name in formats() if name in names)
    for one in formats().values():
        if not installed(one):
            click.echo(f"left out {one.id}: it needs pip install 'tawatur[{one.extra}]'", err=True)
    return tuple(name for name, one in formats().items() if installed(one))


def _tell(draft: Draft) -> None:
    report = draft.disclosure.report(draft.material, [])
    click.echo(f"{draft.name}: {len(draft.spool):,} incidents would be given away; all checks passed.")
    rows = [{"what": what, "number": number, "why": ""} for what, number in report["withheld"].items()]
    rows += [{"what": f"{r['id']}: {r['does']}", "number": r["incidents"], "why": r["why"]} for r in report["rules"]]
    show(rows, {"what": "withheld or coarser", "number": "how many", "why": "because"})


def _open(store: Store, report: str) -> None:
    """For each incident that the report is in: the release's id, the nonce, the capture's hash and the commitment."""
    from tawatur.project.release import material, release_key
    from tawatur.publish.names import Pseudonyms

    key = release_key(store)
    names, rows = Pseudonyms(key), []
    for entry in material(store, key).entries():
        for told in entry.reports:
            if told.id == report:
                name = entry.incident.id
                seal = names.commitment(name, told.id, told.sha256)
                nonce = names.nonce(name, told.id).hex()
                rows.append(
                    {"incident": names.incident(name), "nonce": nonce, "sha256": told.sha256, "commitment": seal}
                )
    show(rows, {"incident": "incident", "nonce": "nonce", "sha256": "capture", "commitment": "commitment"}, "none")


def _list() -> None:
    from tawatur.publish.formats import formats, installed
    from tawatur.publish.profiles import BUNDLED, load_profile

    rows = [{"kind": "profile", "id": name, "what": load_profile(name).file.title, "not": ""} for name in BUNDLED]
    for one in formats().values():
        needs = "" if installed(one) else f" (needs pip install 'tawatur[{one.extra}]')"
        rows.append({"kind": "format", "id": one.id, "what": one.title + needs, "not": "; ".join(one.cannot_hold)})
    show(rows, {"kind": "", "id": "id", "what": "what", "not": "cannot hold"})


@contextlib.contextmanager
def _ledger(path: Path | None) -> Iterator[Callable[[str, Derived], None]]:
    """What became of each incident: internal id, id in the release, rules; to a file that is for the project alone."""
    if path is None:
        yield lambda _, __: None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        line = csv.writer(file, lineterminator="\n")
        line.writerow(("incident", "released as", "withheld by", "made coarser by"))

        def note(name: str, derived: Derived) -> None:
            decision = derived.decision
            given = derived.row.id if derived.row else ""
            line.writerow((name, given, " ".join(decision.withheld_by), " ".join(decision.rules)))

        yield note


@contextlib.contextmanager
def _plain() -> Iterator[None]:
    """A failed check, a faulty profile, a missing package: one sentence instead of a traceback; exit code 2."""
    from tawatur.publish.checks import CheckFailed
    from tawatur.publish.given import MissingExtra
    from tawatur.reference.loader import DataError

    try:
        yield
    except (CheckFailed, DataError, MissingExtra) as error:
        raise _Refused(str(error)) from error


class _Refused(click.ClickException):
    exit_code = 2
