"""Each format is read by a reader that others made, and holds what it should."""

import csv
import json
import sqlite3
from datetime import date, datetime
from io import BytesIO
from typing import Literal

import duckdb
import geopandas
import hxl
import openpyxl
import pandas
import pytest
from browser import file_url, offline_page
from followthemoney import model
from followthemoney.statement import StatementEntity
from followthemoney.statement.serialize import read_csv_statements
from geojson_pydantic import FeatureCollection
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tawatur.publish.formats import formats
from tawatur.publish.mapping import acled_codes, columns_of

COUNT = 16
# As the codebooks have them.
ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1
inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
latitude longitude geo_precision source source_scale notes fatalities tags timestamp""".split()
UCDP = """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
number_of_sources source_article source_office source_date source_headline source_original where_prec where_coordinates
where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec
date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob""".split()


def lines(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def left_out(folder, name):
    return {line["why"] for line in lines(folder / "not-held.csv") if line["format"] == name}


def by_type(table, kind):
    return table[table["type"] == kind].iloc[0]


def test_pandas_reads_the_plain_tables(public):
    table = pandas.read_csv(public / "data/incidents.csv", parse_dates=["date_start", "date_end"])
    chains = pandas.read_csv(public / "data/chains.csv")
    assert len(table) == COUNT
    assert table["id"].is_unique
    assert set(chains["incident"]) <= set(table["id"])
    air = table[(table["type"] == "air_strike") & (table["status"] == "occurred")].iloc[0]
    assert (air["killed_low"], air["killed_high"], air["chains"]) == (5, 7, 2)
    assert pandas.isna(by_type(table, "explosion")["killed_low"])
    assert by_type(table, "sexual_violence")["date_precision"] == "month"


def test_acled_columns_codes_and_rules(public):
    table = pandas.read_csv(public / "data/acled.csv")
    assert list(table.columns) == ACLED
    assert len(ACLED) == 31
    pairs = {(event, sub): disorder for event, sub, disorder in acled_codes().sub_event_types}
    for _, row in table.iterrows():
        assert row["disorder_type"] == pairs[row["event_type"], row["sub_event_type"]]
        assert row["event_id_cnty"].startswith("IRQ")
        assert row["year"] == int(row["event_date"][:4])
        assert row["geo_precision"] in (1, 2, 3)
    assert table["iso"].unique().tolist() == [368]
    battle = table[table["sub_event_type"] == "Armed clash"].iloc[0]
    assert battle["interaction"] == "State forces-Rebel group"
    assert battle["actor1"].startswith("Military Forces of Iraq (2003-")
    shot = table[(table["sub_event_type"] == "Attack") & (table["year"] == 2019)].iloc[0]
    assert (shot["actor1"], shot["actor2"]) == ("Unidentified Armed Group (Iraq)", "Civilians (Iraq)")
    assert shot["civilian_targeting"] == "Civilians targeted"
    month = table[table["time_precision"] == 3]
    assert {"2019-05-16", "2019-08-16"} <= set(month["event_date"])
    assert "time vaguer than a month" in left_out(public, "acled")
    assert table[table["event_type"] == "Explosions/Remote violence"]["fatalities"].min() == 0
    tag = table[table["event_type"] == "Protests"]
    assert tag.empty  # without a province it has no place there
    assert table["timestamp"].unique().tolist() == [1574899200]


def test_acled_has_a_row_a_day_where_something_went_on(public):
    """From 10 to 12 June with 10 dead: three rows. Within 3 to 5 May, nobody knows when: one row."""
    table = pandas.read_csv(public / "data/acled.csv")
    assert table["event_id_cnty"].is_unique
    june = table[table["event_date"].str.startswith("2019-06-1")]
    assert june["event_date"].tolist() == ["2019-06-10", "2019-06-11", "2019-06-12"]
    assert june["fatalities"].tolist() == [4, 3, 3]
    assert june["time_precision"].tolist() == [1, 1, 1]
    assert june["notes"].str.contains("over all days, divided evenly").all()
    assert "day 2 of 3, 2019-06-10 to 2019-06-12" in june["notes"].iloc[1]
    assert len({name[:3] for name in june["event_id_cnty"]}) == 1
    may = table[(table["event_date"] > "2019-05-02") & (table["event_date"] < "2019-05-06")]
    assert (may["event_date"].tolist(), may["time_precision"].tolist()) == (["2019-05-04"], [2])
    rows = [json.loads(line) for line in (public / "data/incidents.jsonl").read_text().splitlines()]
    assert [row["date_start"] for row in rows if row["went_on"]] == ["2019-06-10"]


def test_ucdp_columns_and_sums(public):
    table = pandas.read_csv(public / "data/ucdp-ged.csv")
    assert list(table.columns) == UCDP
    assert len(UCDP) == 49
    parts = table[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)
    assert (parts == table["best"]).all()
    assert (table["low"] <= table["best"]).all()
    assert (table["best"] <= table["high"]).all()
    assert (table["high"] >= 1).all()
    assert set(table["country_id"]) == {645}
    assert set(table["type_of_violence"]) == {1, 2, 3}
    assert (table[table["type_of_violence"] == 3]["side_b"] == "Civilians").all()
    assert (table[table["type_of_violence"] == 1]["side_a"] == "Government of Iraq").all()
    assert "no death told" in left_out(public, "ucdp")
    point = geopandas.GeoSeries.from_wkt(table["geom_wkt"])
    assert point.x.round(4).tolist() == table["longitude"].tolist()
    assert table["priogrid_gid"].between(1, 259200).all()


@pytest.mark.parametrize("name", ["plover.jsonl", "incidents.jsonl", "timemap-events.json"])
def test_duckdb_reads_what_is_json(public, name):
    """Each column has one type in all lines, else a reader of columns would refuse it."""
    with duckdb.connect() as database:
        columns = database.sql(f"describe select * from read_json('{public}/data/{name}')").fetchall()
        assert {"id", "date", "date_start"} & {column[0] for column in columns}
        assert "JSON" not in {column[1] for column in columns}


def test_the_dictionary_says_what_our_files_hold_in_the_columns_of_others(public, internal):
    for scheme, name in (("acled", "acled"), ("ucdp", "ucdp-ged")):
        table = pandas.read_csv(public / f"data/{name}.csv")
        empty = [column for column, doc in columns_of(scheme) if doc.startswith("empty")]
        assert empty
        assert table[empty].isna().all().all()
        never = table.columns[table.isna().all()]
        assert set(never) - set(empty) <= {"assoc_actor_1"}  # no incident here has a third side
    keys = {key for line in (internal / "data/plover.jsonl").read_text().splitlines() for key in json.loads(line)}
    assert keys == {column for column, _ in columns_of("plover")}
    said = {(line["file"], line["column"]): line["what it holds"] for line in lines(public / "dictionary.csv")}
    assert said["acled.csv", "fatalities"].startswith("Lowest number told")
    assert said["plover.jsonl", "size"].startswith("Lowest numbers of dead")


def test_plover_events(public, internal):
    events = [json.loads(line) for line in (public / "data/plover.jsonl").read_text().splitlines()]
    assert all({"id", "date", "actor", "event"} <= set(event) for event in events)
    assert all("text_info" not in event for event in events)
    air = next(event for event in events if event.get("mode") == ["aerial"])
    assert (air["size"], air["quad_code"], air["event_loc"]["country_code"]) == ({"dead": 5, "injured": 10}, 4, "IRQ")
    inside = [json.loads(line) for line in (internal / "data/plover.jsonl").read_text().splitlines()]
    words = next(event for event in inside if event.get("mode") == ["aerial"])["text_info"]
    assert words[0] == {"sequence": 1, "start": 0, "end": 4, "text_story": "غارة"}


def test_libhxl_validates_the_tagged_table(public):
    raw = (public / "data/hxl.csv").read_bytes()
    source = hxl.data(BytesIO(raw))
    tags = {column.display_tag for column in source.columns}
    assert {"#event+id", "#affected+killed+min", "#affected+killed+max", "#date+start"} <= tags
    assert len(list(source)) == COUNT
    schema = hxl.schema(
        [
            ["#valid_tag", "#valid_datatype", "#valid_value+min"],
            ["#affected", "number", "0"],
            ["#date+start", "date", ""],
            ["#geo+lat", "number", "-90"],
        ]
    )
    problems = []
    schema.callback = problems.append
    assert schema.validate(hxl.data(BytesIO(raw))), problems
    assert hxl.validate(hxl.data(BytesIO(raw)))


def test_geojson_is_valid_and_draws_areas(public):
    path = public / "data/incidents.geojson"
    parsed = FeatureCollection.model_validate_json(path.read_text())
    assert len(parsed.features) == COUNT
    assert {f.geometry.type for f in parsed.features if f.geometry} == {"Polygon"}
    frame = geopandas.read_file(path)
    assert frame.geometry.is_valid.all()
    assert len(frame) == COUNT
    assert frame.geometry.dropna().exterior.is_ccw.all()  # as RFC 7946 wants outer rings


def test_geoparquet_and_parquet(public):
    frame = geopandas.read_parquet(public / "data/incidents-areas.parquet")
    assert frame.crs.equals("OGC:CRS84")
    assert len(frame) == COUNT
    town = frame[frame["place_level"] == "settlement"].iloc[0]
    radius = town.geometry.boundary.distance(town.geometry.centroid) * 111
    assert radius == pytest.approx(town["radius_km"], rel=0.2)
    with duckdb.connect() as database:
        told = database.sql(
            f"select count(*), sum(killed_low), min(date_start) from '{public}/data/incidents.parquet'"
        ).fetchall()[0]
        assert told == (COUNT, 38, date(2018, 1, 1))
        joined = f"'{public}/data/chains.parquet' c join '{public}/data/incidents.parquet' i on c.incident = i.id"
        assert database.sql(f"select count(*) from {joined}").fetchall()[0][0] >= 12


def test_sqlite(public):
    with sqlite3.connect(public / "data/release.sqlite") as database:
        assert database.execute("select count(*) from incident").fetchone() == (COUNT,)
        assert database.execute("select count(*) from incident where killed_low is null").fetchone()[0] >= 5
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        undocumented = "select name from pragma_table_info('incident') except select column_name from column_doc"
        assert database.execute(undocumented).fetchall() == []
    database.close()


def test_followthemoney_reads_the_statements(public):
    with (public / "data/ftm-statements.csv").open("rb") as file:
        statements = list(read_csv_statements(BytesIO(file.read())))
    assert all(s.id == s.generate_key() for s in statements if s.prop != "id")
    by_entity = {}
    for statement in statements:
        by_entity.setdefault(statement.entity_id, []).append(statement)
    from followthemoney.dataset import Dataset

    dataset = Dataset.make({"name": "tawatur_public", "title": "Tawatur"})
    made = [StatementEntity.from_statements(dataset, some) for some in by_entity.values()]
    kinds = {entity.schema.name for entity in made}
    assert kinds == {"Event", "Organization", "UnknownLink"}
    events = [entity for entity in made if entity.schema.name == "Event"]
    assert len(events) == COUNT
    assert all(prop in model.get("Event").properties for entity in events for prop in entity.properties)
    links = [entity for entity in made if entity.schema.name == "UnknownLink"]
    assert all(entity.get("role") == ["alleged actor"] for entity in links)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class TimemapEvent(Strict):
    """What timemap's own schema allows; it drops an event that has anything else."""

    id: str
    description: str
    date: str
    time: str
    time_precision: str
    location: str
    latitude: str
    longitude: str
    type: str
    category: str
    associations: list[str]
    sources: list[str]
    comments: str


class TimemapAssociation(Strict):
    id: str
    title: str
    desc: str
    mode: Literal["FILTER", "CATEGORY", "NARRATIVE"]


class TimemapSource(Strict):
    id: str
    title: str
    paths: list[str]
    type: str
    description: str


def test_timemap(public):
    read = {name: (public / f"data/timemap-{name}.json").read_bytes() for name in ("events", "associations", "sources")}
    events = TypeAdapter(list[TimemapEvent]).validate_json(read["events"])
    kinds = {one.id for one in TypeAdapter(list[TimemapAssociation]).validate_json(read["associations"])}
    sources = TypeAdapter(dict[str, TimemapSource]).validate_json(read["sources"])
    assert len(events) == COUNT - 1
    for event in events:
        assert datetime.strptime(event.date, "%m/%d/%Y").year in (2018, 2019)  # as its settings have it
        assert 12 < float(event.latitude) < 38
        assert "somewhere within" in event.location
        assert set(event.associations) <= kinds
        assert set(event.sources) <= set(sources)
    assert left_out(public, "timemap") == {"no date"}


def test_html_opens_in_a_browser_without_a_network(public, chrome):
    path = public / "data/report.html"
    with offline_page(chrome) as (page, asked):
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(file_url(path))
        assert asked == [file_url(path)]
        assert said == []  # the content security policy blocks nothing of it
        assert page.locator("table").last.locator("tbody tr").count() == COUNT
        assert page.locator("svg").count() == 3
        assert page.locator("svg .area").count() == 3  # town, district, province; not the country
        box = page.locator("svg").first.bounding_box()
        assert box["width"] > 300
        assert page.evaluate("getComputedStyle(document.querySelector('.area')).fillOpacity") == "0.28"
        blocked = page.evaluate("fetch('https://example.org').then(() => 'sent').catch(() => 'blocked')")
        assert blocked == "blocked"
        assert page.locator("script").count() == 0


def test_spreadsheet(public):
    book = openpyxl.load_workbook(public / "data/incidents.xlsx", read_only=True)
    assert book.sheetnames == ["incidents", "chains", "columns"]
    rows = list(book["incidents"].values)
    assert len(rows) == COUNT + 1
    assert rows[0][0] == "id"
    book.close()


def test_every_format_says_what_it_cannot_hold(public):
    facts = json.loads((public / "release.json").read_text())
    assert [one["id"] for one in facts["formats"]] == list(formats())
    assert all(one["cannot_hold"] for one in facts["formats"] if one["id"] != "jsonl")
    readme = (public / "README.md").read_text()
    assert all(reason in readme for one in facts["formats"] for reason in one["cannot_hold"])
