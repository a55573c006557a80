"""Incidents of many kinds, and releases of them, for the tests of the release."""

from release_builders import DAY, claim, entry, figure, material, party, place

from tawatur.publish.formats import formats
from tawatur.publish.make import Settings, prepared, write
from tawatur.publish.profiles import load_profile
from tawatur.records import Span, When

TWO = (("first", DAY.isoformat()), ("second", DAY.isoformat()))
GROUP = party("مجموعة مسلحة", "armed_group")
ARMY = party("الجيش العراقي", "state_force", id="iq.state")
PEOPLE = party("مدنيون", "civilian")


def incidents():
    """Incidents that are told in other ways: one, two or no sides, days, months, no place, no number, a denial."""
    return [
        entry("i-air", claim(figures=(figure("killed", 5, who="civilian"), figure("injured", 10, None))),
              claim(figures=(figure("killed", 7, who="civilian"), figure("killed", 2, who="child", subset=True))),
              sources=("عنب بلدي", "قناة فلان"), texts=("غارة على المدينة قتلت خمسة",
              "نص آخر مختلف يروي الحادثة بكلماته")),
        entry("i-clash", claim("armed_clash", "2019-08-03", actors=(ARMY, GROUP), figures=(figure("killed", 4,
              who="combatant"),))),
        entry("i-groups", claim("armed_clash", "2019-08-04", actors=(GROUP, party("جماعة", "armed_group",
              name="أخرى")))),
        entry("i-shot", claim("attack", "2019-08-05", actors=(), targets=(PEOPLE,), figures=(figure("killed",
              1, who="civilian"),))),
        entry("i-hospital", claim("shelling", "2019-08-06", targets=(party("مستشفى", "site"),))),
        entry("i-sv", claim("sexual_violence", "2019-08-07", targets=(PEOPLE,), figures=())),
        entry("i-month", claim("explosion", figures=(), date=_when("2019-05-01", "2019-05-31", "month"))),
        entry("i-days", claim("shelling", date=_when("2019-05-03", "2019-05-05", "days"))),
        entry("i-went-on", claim("shelling", date=_when("2019-06-10", "2019-06-12", "days", "date.range"),
              figures=(figure("killed", 10),))),
        entry("i-year", claim("torture", date=_when("2018-01-01", "2018-12-31", "year"),
              figures=(figure("killed", 3),))),
        entry("i-undated", claim("agreement", None, actors=(ARMY, GROUP), figures=())),
        entry("i-nowhere", claim("protest", "2019-10-01", where=None, admin1=None, figures=())),
        entry("i-area", claim("territory_gained", "2019-10-02", actors=(ARMY,), figures=(), where=_area())),
        entry("i-denied", claim("air_strike", "2019-10-03", status="denied", figures=())),
        entry("i-flight", claim("displacement", "2019-09-01", figures=(figure("displaced", 2000, None, text="الاف"),))),
        entry("i-held", claim("detention", "2019-09-02", targets=(PEOPLE,), figures=(figure("captured", 12,
              who="civilian"),))),
    ]  # fmt: skip


def _area():
    return place(name="الأنبار", id="iq-al-anbar", precision="governorate")


def _when(start, end, precision, rule=""):
    return When(start=start, end=end, precision=precision, text="", span=Span("", 0, 0), rule=rule)


def make(out, entries, profile="public", names=None, day=DAY, **kept):
    """A release's folder."""
    chosen = Settings(day=day, formats=tuple(names or formats()), version=kept.pop("version", 1))
    earlier = kept.pop("earlier", None)
    with prepared(material(*entries, **kept), load_profile(profile), chosen, earlier=earlier) as draft:
        return write(draft, out, TWO)
