"""The interface for tools: what its description says is what it does."""

import httpx
import pytest
import schemathesis
from desk_fixtures import KEY, SIDES, answering
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tawatur.desk.gate import Desk

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
BEARER = {"authorization": f"Bearer {KEY}"}


@pytest.fixture(scope="module")
def open_desk(demo_folder_made, tmp_path_factory):
    import shutil

    from tawatur.store.database import open_store

    folder = tmp_path_factory.mktemp("api") / "project"
    shutil.copytree(demo_folder_made, folder)
    store = open_store(folder)
    with answering(Desk(store=store, key=KEY, who="rima")) as address:
        yield address
    store.close()


@pytest.fixture
def tool(open_desk):
    with httpx.Client(base_url=open_desk, headers=BEARER) as client:
        yield client


def test_no_request_that_fits_the_description_breaks_the_desk(open_desk):
    """Requests that the description allows, made up by Schemathesis: no server error, answers as described."""
    described = schemathesis.openapi.from_url(f"{open_desk}/api/openapi.json", headers=BEARER)
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) >= 12
    for operation in operations:

        @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(headers=BEARER, checks=CHECKS)

        ask()


def test_every_address_is_described_in_words(tool):
    described = tool.get("/api/openapi.json").json()
    assert set(described["paths"]) >= {"/api/incidents", "/api/incidents/{name}", "/api/queue", "/api/report"}
    for path, methods in described["paths"].items():
        for method, said in methods.items():
            assert said.get("description"), f"{method} {path}"


def test_incidents_are_filtered_as_on_the_overview(tool):
    assert tool.get("/api/incidents").json()["total"] == 10
    found = tool.get("/api/incidents", params={"type": "attack", "sort": "killed"}).json()["incidents"]
    assert [row["killed_high"] for row in found] == [135, 15]
    assert tool.get("/api/incidents", params={"since": "2019-07-09", "place": "اللاذقية"}).json()["total"] == 5
    assert tool.get("/api/incidents", params={"page": 0}).status_code == 400


def test_an_incident_and_its_reports(tool):
    one = tool.get(f"/api/incidents/{SIDES}").json()
    assert one["incident"]["killed"] == [25, 135]
    report = tool.get("/api/report", params={"id": one["claims"][0]["report"]}).json()
    for told in report["claims"]:
        trigger = told["claim"]["trigger"]
        assert report["text"][trigger["start"] : trigger["end"]] == trigger["text"]
    assert tool.get("/api/incidents/i-none").status_code == 404
    assert tool.get("/api/report", params={"id": "none"}).status_code == 404


def test_readings_of_chosen_words(tool):
    one = tool.get(f"/api/incidents/{SIDES}").json()
    report = next(
        tool.get("/api/report", params={"id": told["report"]}).json()
        for told in one["claims"]
        if told["claim"]["place"]
    )
    text = report["text"]
    start = text.index("جبل التركمان")
    found = tool.get("/api/readings", params={"report": report["id"], "start": start, "end": start + 12}).json()
    place = next(p["cell"] for p in found if p["field"] == "place")
    assert (place["name"], place["country"]) == ("جبل التركمان", "SY")
    assert (place["text"], place["start"]) == ("جبل التركمان", start)
    wrong = tool.get("/api/readings", params={"report": report["id"], "start": 9, "end": 3})
    assert wrong.status_code == 400


def test_a_decision_and_its_conflict(tool, open_desk):
    path = f"/api/incidents/{SIDES}/decisions"
    assert tool.post(path, json={"do": "note", "reason": "from a notebook"}).status_code == 201
    assert tool.post(path, json={"do": "dance"}).status_code == 400
    assert tool.post(path, json={"do": "state", "to": "final"}).status_code == 409
    assert tool.get("/api/history").json()[0]["reason"] == "from a notebook"
    newest = tool.get(f"/api/incidents/{SIDES}/newest").json()["newest"]
    assert newest >= 1
