"""Which of an incident's reports are one voice: copies of one text, or one sayer in other words.

Each step that makes two reports one chain is written down in `Chain.why`; a report in no such step is its own chain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from tawatur.fuse.copies import containment
from tawatur.fuse.settings import chaining
from tawatur.fuse.spelling import bare, fold_text
from tawatur.fuse.telling import Telling, in_order
from tawatur.records import Chain, Sayer
from tawatur.store.outlets import outlet_named

Step = tuple[str, str, str]  # report, report, why they count as one


def chains(items: Iterable[Telling], mentions: Iterable[Telling] = ()) -> tuple[Chain, ...]:
    """The independent chains of an incident, the one that was published first in front.

    A report that only mentions the incident joins a chain as a copy of it, and is never one of its own.
    """
    by_report: dict[str, list[Telling]] = {}
    for item in in_order(items):
        by_report.setdefault(item.told.report, []).append(item)
    telling = set(by_report)
    for item in in_order(mentions):
        if item.told.report not in telling:
            by_report.setdefault(item.told.report, []).append(item)
    steps = [*_copies(by_report), *_one_sayer(by_report)]
    return tuple(
        _chain([t for report in reports for t in by_report[report]], [s for s in steps if s[0] in reports])
        for reports in _joined(list(by_report), steps)
        if not telling.isdisjoint(reports)
    )


def copied(a: Sequence[Telling], b: Sequence[Telling]) -> str:
    """Why two reports' tellings are copies of one text, "" if they are not."""
    limits = chaining().copies
    shared = max(_passages(x, y) for x in a for y in b)
    if shared >= limits.passage:
        return f"{a[0].told.report} and {b[0].told.report} share {shared:.0%} of the words about it"
    whole = containment(a[0].text.words, b[0].text.words)
    if whole >= limits.whole:
        return f"{a[0].told.report} and {b[0].told.report} share {whole:.0%} of their words"
    return ""


def _passages(x: Telling, y: Telling) -> float:
    if min(len(x.told.passage), len(y.told.passage)) < chaining().copies.least:
        return 0.0
    return containment(x.told.passage, y.told.passage)


def _copies(by_report: dict[str, list[Telling]]) -> Iterator[Step]:
    for a, b in combinations(by_report, 2):
        if why := copied(by_report[a], by_report[b]):
            yield a, b, why


def _one_sayer(by_report: dict[str, list[Telling]]) -> Iterator[Step]:
    """Reports that lean on the same agency or monitor within some days, linked to the first of them that does."""
    leaders: list[tuple[frozenset[str], Telling]] = []
    for items in by_report.values():
        for item in items:
            sayer = item.claim.attribution
            if sayer is None or sayer.kind not in chaining().one_voice or not (words := sayer_words(sayer)):
                continue
            same = (lead for known, lead in leaders if known <= words or words <= known)
            first = next((lead for lead in same if _soon(lead, item)), None)
            if first is None:
                leaders.append((words, item))
            elif first.told.report != item.told.report:
                a, b = first.told.report, item.told.report
                yield a, b, f"{a} and {b} both have it from {sayer.text}"


def _soon(a: Telling, b: Telling) -> bool:
    """Published so soon one after the other that it is one statement; a later one by the same sayer is another."""
    if a.told.published is None or b.told.published is None:
        return True
    return abs(a.told.published - b.told.published) <= chaining().one_voice_days


def sayer_words(sayer: Sayer) -> frozenset[str]:
    """Words that tell a sayer from others: no article, no "agency of"."""
    generic = {bare(w) for w in chaining().sayer_words}
    return frozenset(bare(word) for word in fold_text(sayer.text).split()) - generic


def _joined(reports: list[str], steps: Iterable[Step]) -> list[list[str]]:
    """Reports in groups, in order of each group's first report."""
    group = {report: [report] for report in reports}
    for a, b, _ in steps:
        if group[a] is not group[b]:
            group[a] += group[b]
            for report in group[b]:
                group[report] = group[a]
    order = {report: n for n, report in enumerate(reports)}
    distinct = {id(members): sorted(members, key=order.__getitem__) for members in group.values()}
    return sorted(distinct.values(), key=lambda members: order[members[0]])


def _chain(every: list[Telling], steps: list[Step]) -> Chain:
    items = [t for t in every if not t.told.mention]
    head, sayer = _head(items)
    row = outlet_named(items[0].told.source)
    return Chain(
        head=head,
        kind="sayer" if sayer else "outlet",
        side=(row.side or "") if row else "",
        belligerent=sayer.kind in chaining().party if sayer else bool(row and row.party),
        reports=tuple(dict.fromkeys(t.told.report for t in every)),
        claims=tuple(t.claim.id for t in items),
        why=tuple(dict.fromkeys(why for _, _, why in steps)),
    )


def _head(items: list[Telling]) -> tuple[str, Sayer | None]:
    """The sayer that most of the chain names, the earliest on a tie; without one the outlet that was first."""
    named = [t.claim.attribution for t in items if t.claim.attribution]
    if not named:
        return items[0].told.source or items[0].told.report, None
    counted = Counter(sayer_words(s) for s in named)
    best = max(named, key=lambda s: counted[sayer_words(s)])
    return best.text, best
