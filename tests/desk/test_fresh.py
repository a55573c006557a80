"""The desk's lists follow what is linked while it runs."""

import time

from desk_fixtures import SIDES

from tawatur.desk.listing import listed, wanted
from tawatur.desk.serving import kept_fresh
from tawatur.project.code import code_project
from tawatur.project.link import link_project
from tawatur.records import Report
from tawatur.store.reports import Filing, file_reports
from tawatur.store.sightings import Sighting, keep_sighting

TEXT = "قتل ثلاثة مدنيين في قصف استهدف مدينة حلب أمس."


def shown(store):
    with store.reading() as connection:
        return {row.id for row in listed(connection, wanted({})).rows}


def test_an_incident_linked_meanwhile_is_listed(demo_store):
    before = shown(demo_store)
    assert SIDES in before
    capture = demo_store.captures.keep_bytes(TEXT.encode())
    with demo_store.writing("add", "test") as writer:
        size = len(TEXT.encode())
        keep_sighting(writer, Sighting(sha256=capture.sha256, size=size, media_type="text/plain", address="new"))
        file_reports(writer, [Filing(report=Report(id="new", text=TEXT), capture=capture.sha256)])
    code_project(demo_store, rules="other")
    link_project(demo_store)
    with kept_fresh(demo_store, every=0.05):
        until = time.monotonic() + 60
        while shown(demo_store) == before and time.monotonic() < until:
            time.sleep(0.05)
    with demo_store.reading() as connection:
        assert any(row.place == "حلب" for row in listed(connection, wanted({})).rows)
