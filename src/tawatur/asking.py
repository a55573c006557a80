"""Codes reports by asking a language model, one after the other; restricted ones are never sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from tawatur.acquire import Item, Problem
from tawatur.coding import name_of, report_of
from tawatur.extract.asked import Asking, BadAnswer, Unreachable
from tawatur.pipeline import ask_report
from tawatur.records import Coded, Report


class ToSend(Struct, kw_only=True):
    """What would leave the machine, and what stays."""

    reports: list[Report] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    restricted: int = 0

    @property
    def characters(self) -> int:
        """Length of all texts, in code points."""
        return sum(len(report.text) for report in self.reports)


def to_send(items: Iterable[Item]) -> ToSend:
    """The items as reports that may be sent. Holds all of them: nobody can agree to a number that is not known yet."""
    found = ToSend()
    for item in items:
        made = item if isinstance(item, Problem) else _readable(item)
        if isinstance(made, Problem):
            found.problems.append(made)
        elif "restricted" in made.origin:
            found.restricted += 1
        else:
            found.reports.append(made)
    return found


def ask_each(reports: Iterable[Report], asking: Asking) -> Iterator[Coded | Problem]:
    """Each report's claims in order; an answer that cannot be used is a Problem. Raises Unreachable."""
    for report in reports:
        try:
            yield ask_report(report, asking)
        except BadAnswer as error:
            yield Problem(where=name_of(report), says=str(error))
        except Unreachable:
            raise
        except Exception as error:  # noqa: BLE001  one odd report or answer must not cost the others
            yield Problem(where=name_of(report), says=f"cannot be coded ({type(error).__name__}: {error}).")


def _readable(item: Item) -> Report | Problem:
    assert not isinstance(item, Problem)
    try:
        return report_of(item)
    except Exception as error:  # noqa: BLE001  as in coding.code_item
        return Problem(where=name_of(item), says=f"cannot be read ({type(error).__name__}: {error}).")
