"""Shows outlets and the addresses that were asked, and asks them again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tawatur.commands.project_options import opened, project_options, show


@click.command(short_help="Outlets of the project, addresses that were asked, outlets that are known.")
@project_options
@click.option("--asked", is_flag=True, help="List the feeds, sitemaps and pages that were asked, and what came of it.")
@click.option("--known", is_flag=True, help="List the outlets that are described (reference/sources/outlets.yml).")
def command(project: str, captures: Path | None, who: str | None, asked: bool, known: bool) -> None:
    """Count the reports of each outlet, with the first and last day, and say what is known of it.

    `tawatur add --subscribed` asks the feeds and sitemaps again for what is new.
    """
    del who
    if known:
        show(_known(), {"id": "outlet", "name": "name", "kind": "kind", "owner": "owner", "side": "voice of"})
        return
    with opened(project, captures) as store:
        if asked:
            show(_asked(store), {"checked": "when", "kind": "kind", "address": "address", "result": "result"}, "None.")
        else:
            columns = {"outlet": "outlet", "reports": "reports", "first": "first", "last": "last", "kind": "kind"}
            show(_outlets(store), {**columns, "side": "voice of"}, "No reports yet; `tawatur add` keeps some.")


def _known() -> list[dict[str, Any]]:
    from tawatur.reference.outlets import outlets

    return [
        {
            "id": outlet.id,
            "name": outlet.names[0],
            "kind": outlet.kind,
            "owner": outlet.owner,
            "side": outlet.side,
            "hosts": outlet.hosts,
            "languages": outlet.languages,
        }
        for outlet in outlets()
    ]


def _outlets(store: Any) -> list[dict[str, Any]]:
    from tawatur.store.outlets import outlet_named
    from tawatur.store.reports import outlet_counts

    with store.reading() as connection:
        counts = outlet_counts(connection)
    rows = []
    for name, count, first, last in counts:
        outlet = outlet_named(name)
        rows.append(
            {
                "outlet": name,
                "reports": count,
                "first": first,
                "last": last,
                "kind": outlet.kind if outlet else None,
                "side": outlet.side if outlet else None,
            }
        )
    return rows


def _asked(store: Any) -> list[dict[str, Any]]:
    from tawatur.store.subscriptions import subscriptions

    with store.reading() as connection:
        return [
            {"checked": row.checked, "kind": row.kind, "address": row.address, "result": row.result}
            for row in subscriptions(connection, ("feed", "sitemap", "page"))
        ]
