"""Says what a project holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tawatur.commands.project_options import opened, project_options, show


@click.command(short_help="What the project holds, what is not coded yet, what was skipped.")
@project_options
@click.option("--shells", is_flag=True, help="List what was captured without content.")
@click.option("--skipped", is_flag=True, help="List what could not be read, and why.")
@click.option("--removed", is_flag=True, help="List what was removed, and why.")
def command(project: str, captures: Path | None, who: str | None, shells: bool, skipped: bool, removed: bool) -> None:
    """Count reports, claims, shells and skipped items, and show the head of the log.

    Note the head outside of the project: `tawatur verify --head` later proves that nothing before it was changed.
    """
    del who
    with opened(project, captures) as store:
        if shells:
            show(_shells(store), {"report": "report", "address": "address", "reason": "captured, no content"}, "None.")
        if skipped:
            show(_skips(store), {"at": "when", "place": "what", "reason": "why"}, "None.")
        if removed:
            show(_removed(store), {"at": "when", "kind": "what", "subject": "id", "reason": "why"}, "None.")
        if not (shells or skipped or removed):
            show(_counts(store), {"what": "", "count": "", "note": ""})


def _counts(store: Any) -> list[dict[str, Any]]:
    from tawatur.project.rules import rules_fingerprint
    from tawatur.store import log
    from tawatur.store.claims import claim_counts, uncoded_count
    from tawatur.store.proofs import proof_counts
    from tawatur.store.reports import outlet_counts, report_counts
    from tawatur.store.sightings import capture_count, skip_count

    with store.reading() as connection:
        reports, claims = report_counts(connection), claim_counts(connection)
        outlets = outlet_counts(connection)
        statements, ours = proof_counts(connection)
        rows: list[tuple[str, Any, str]] = [
            ("captures", capture_count(connection), str(store.captures.folder)),
            ("reports", reports.get("report", 0), f"of {len(outlets)} outlets"),
            ("not coded yet", uncoded_count(connection, rules_fingerprint()), "`tawatur code` codes them"),
            ("captured, no content", reports.get("shell", 0), "`--shells` lists them"),
            ("replaced by a newer text", reports.get("replaced", 0), ""),
            ("removed", reports.get("removed", 0), "`--removed` lists them"),
            ("claims", claims.get("current", 0), ""),
            ("obsolete claims", claims.get("obsolete", 0), "read by older rules only"),
            ("time stamps and archive results", statements, f"{ours} on captures of this project"),
            ("skipped", skip_count(connection), "`--skipped` lists them"),
            ("log entries", log.length(connection), f"head {log.head(connection)}"),
        ]
    return [{"what": what, "count": count, "note": note} for what, count, note in rows]


def _shells(store: Any) -> list[dict[str, Any]]:
    from tawatur.store.reports import reports_in

    with store.reading() as connection:
        return [
            {"report": row.id, "address": row.address, "source": row.source, "reason": row.reason}
            for row in reports_in(connection, "shell")
        ]


def _skips(store: Any) -> list[dict[str, Any]]:
    from tawatur.store.sightings import skips

    with store.reading() as connection:
        return [{"at": row.at, "place": row.place, "reason": row.reason} for row in skips(connection)]


def _removed(store: Any) -> list[dict[str, Any]]:
    from tawatur.store.removal import tombstones

    with store.reading() as connection:
        return [
            {"at": row.at, "kind": row.kind, "subject": row.subject, "reason": row.reason}
            for row in tombstones(connection)
        ]
