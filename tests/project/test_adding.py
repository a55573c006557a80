"""Adding files and addresses, coding them, and finding them again, on each database."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tawatur.acquire.fetch import Fetcher, Manners
from tawatur.project.add_files import Options, add_file, files_of
from tawatur.project.add_urls import add_subscribed, add_urls
from tawatur.project.batch import Added, Batch
from tawatur.project.code import code_project, kept_coded, to_code
from tawatur.store import log
from tawatur.store.claims import current_claims
from tawatur.store.database import Store
from tawatur.store.proofs import proof_counts, proofs_of
from tawatur.store.removal import remove_report
from tawatur.store.reports import report_counts, reports_in
from tawatur.store.search import Query, search
from tawatur.store.sightings import skips
from tawatur.store.verify import verify

WORDS = "قُتل ثلاثة حراس في هجوم مسلح على نقطة تفتيش قرب بلدة سد الرمان مساء أمس، وفق مصدر في البلدية."
PAGE = (
    "<html><head><title>هجوم قرب سد الرمان</title></head><body><article><h1>هجوم قرب سد الرمان</h1>"
    f"<p>{WORDS}</p><p>وأضاف المصدر أن المسلحين لاذوا بالفرار نحو الوادي بعد تبادل إطلاق النار مع الدورية.</p>"
    "</article></body></html>"
)


def add(store: Store, *paths: Path, **options: Any) -> Added:
    said = Options(**options)
    with Batch(store, restricted=said.restricted, who="t") as batch:
        for name, _ in files_of(map(str, paths)):
            add_file(store, batch, name, said)
    return batch.added


def fetch(store: Store, *urls: str, **options: Any) -> Added:
    said = Options(**options)
    manners = Manners(allowed_hosts=frozenset({"127.0.0.1"}), delay=0.0)
    with Batch(store, restricted=said.restricted, who="t") as batch, Fetcher(manners, wait=lambda s: None) as fetcher:
        add_urls(store, batch, urls, fetcher, said)
    return batch.added


def faults(store: Store) -> list[str]:
    return [f"{f.kind} {f.subject}: {f.says}" for f in verify(store).faults]


def rows(store: Store, state: str = "report") -> list[Any]:
    with store.reading() as connection:
        return list(reports_in(connection, state))


def material(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.html").write_text(PAGE, encoding="utf-8")
    lines = [{"id": f"r{i}", "source": "s", "published": "2020-05-04", "text": f"{WORDS} {i}"} for i in range(5)]
    (folder / "b.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\nnot json\n", encoding="utf-8")
    (folder / "c.txt").write_text(WORDS, encoding="utf-8")
    (folder / "empty.html").write_text("<html><body></body></html>", encoding="utf-8")
    (folder / "film.html").write_bytes(b"\x00\x01\x02" * 500)
    return folder


def test_a_folder_of_everything(store: Store, tmp_path: Path) -> None:
    folder = material(tmp_path / "in")
    added = add(store, folder, tmp_path / "none.txt")
    assert added.outcomes == {"new": 7, "shell": 1}
    assert sorted(reason.split(",")[0][:20] for _, reason in added.skipped) == [
        "not valid JSON: JSON",
        "there is no such fil",
        "this is binary data",
    ]
    assert {row.locator for row in rows(store) if row.id.startswith("r")} == {"1", "2", "3", "4", "5"}
    assert [row.reason for row in rows(store, "shell")]
    for row in rows(store):
        assert store.captures.path(row.capture).exists()
    assert faults(store) == []


def test_the_same_material_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    folder = material(tmp_path / "in")
    add(store, folder)
    with store.reading() as connection:
        before = log.head(connection)
    again = add(store, folder)
    assert (again.outcomes, again.read_before) == ({}, 5)
    anew = add(store, folder, again=True)
    assert anew.outcomes == {"known": 8}
    with store.reading() as connection:
        assert log.head(connection) == before


def test_evidence_is_kept_byte_by_byte_when_the_original_goes(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "w.html"
    raw = PAGE.replace("<html>", '<html><meta charset="windows-1256">').encode("cp1256", errors="replace")
    path.write_bytes(raw)
    add(store, path, outlet="موقع الوادي")
    path.unlink()
    [row] = rows(store)
    assert store.captures.path(row.capture).read_bytes() == raw
    assert "سد الرمان" in row.text
    assert row.source == "موقع الوادي"


def test_restricted_material_stays_marked(store: Store, tmp_path: Path) -> None:
    chat = {
        "name": "غرفة",
        "type": "private_group",
        "id": 5,
        "messages": [{"id": 1, "type": "message", "date": "2020-05-04T01:00:00", "text": WORDS}],
    }
    (tmp_path / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    (tmp_path / "leak.txt").write_text(WORDS + " نسخة", encoding="utf-8")
    add(store, tmp_path / "result.json")
    add(store, tmp_path / "leak.txt", restricted=True)
    assert [row.restricted for row in rows(store)] == [True, True]
    with store.reading() as connection:
        assert all(hit.restricted for hit in search(connection, Query(words="حراس")).hits)


def test_posts_of_links_alone_are_shells(store: Store, tmp_path: Path) -> None:
    lines = [
        {"id": "1", "text": "https://x.example/abc  @name #tag !!"},
        {"id": "2", "text": "انفجار https://x.example"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert add(store, tmp_path / "a.jsonl").outcomes == {"shell": 1, "new": 1}
    assert [row.reason for row in rows(store, "shell")] == ["nothing but links"]


def test_an_edited_telegram_post_replaces_and_keeps_the_first(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    message = {"id": 9, "type": "message", "date": "2020-05-04T01:00:00", "text": "سقوط جريحين"}
    for words, more in (("سقوط جريحين", {}), ("سقوط ثلاثة جرحى", {"edited": "2020-05-04T02:00:00"})):
        chat = {"name": "قناة", "type": "public_channel", "id": 5, "messages": [{**message, **more, "text": words}]}
        path.write_text(json.dumps(chat), encoding="utf-8")
        add(store, path)
    assert [row.text for row in rows(store)] == ["سقوط ثلاثة جرحى"]
    assert [row.text for row in rows(store, "replaced")] == ["سقوط جريحين"]
    assert faults(store) == []


def test_duplicate_ids_in_one_file_are_both_kept(store: Store, tmp_path: Path) -> None:
    lines = [{"id": "x", "source": s, "text": f"{WORDS} {s}"} for s in ("a", "b")] + [
        {"id": "x", "source": "a", "text": f"{WORDS} a"}
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert add(store, tmp_path / "a.jsonl").outcomes == {"new": 1, "clash": 1, "known": 1}
    assert len({row.id for row in rows(store)}) == 2


def test_what_archivers_state_is_imported(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(
        f"Link,Archive date,Text content,Hash\nhttps://p.example/1,2021-01-02,{WORDS},SHA-256:{'ab' * 32}\n"
        f"https://p.example/2,2021-01-02,,{'cd' * 32}\n",
        encoding="utf-8",
    )
    assert add(store, path).outcomes == {"new": 1}
    with store.reading() as connection:
        assert [row.said for row in proofs_of(connection, "ab" * 32)] == ["2021-01-02"]
        assert [row.address for row in proofs_of(connection, "cd" * 32)] == ["https://p.example/2"]
    assert faults(store) == []


def test_removed_bytes_do_not_come_back(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WORDS, encoding="utf-8")
    add(store, path)
    [row] = rows(store)
    remove_report(store, row.id, "asked for")
    assert "removed from the project on purpose" in add(store, path).skipped[0][1]
    assert rows(store) == []
    assert faults(store) == []


def test_a_page_fetched_twice_and_changed(store: Store, site: Any) -> None:
    url = site.put("/1", PAGE)
    assert fetch(store, url).outcomes == {"new": 1}
    assert fetch(store, url).outcomes == {"known": 1}
    site.put("/1", PAGE.replace("<body>", "<body><!-- advert 7 -->"))
    assert fetch(store, url).outcomes == {"known": 1}
    site.put("/1", PAGE.replace("ثلاثة", "أربعة"))
    assert fetch(store, url).outcomes == {"replaced": 1}
    assert ["أربعة" in row.text for row in rows(store)] == [True]
    assert faults(store) == []


def test_unchanged_pages_are_not_sent_again(store: Store, site: Any) -> None:
    url = site.put("/1", PAGE, ETag='"v1"')
    fetch(store, url)
    assert fetch(store, url).outcomes == {}
    assert site.asked[-1][1]["if-none-match"] == '"v1"'


def rss(site: Any, *items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>f</title>{"".join(items)}</channel></rss>'


def test_a_feed_gives_its_new_pages_only(store: Store, site: Any) -> None:
    site.put("/1", PAGE)
    site.put("/2", PAGE.replace("ثلاثة", "خمسة").replace("<title>هجوم", "<title>كمين"))
    one = f"<item><title>أ</title><link>{site.address}/1</link><pubDate>not a date</pubDate></item>"
    two = (
        f"<item><title>ب</title><link>{site.address}/2</link><pubDate>Mon, 04 May 2020 10:00:00 +0300</pubDate></item>"
    )
    gone = f"<item><title>ج</title><link>{site.address}/gone</link>"
    gone += f"<description>&lt;p&gt;{WORDS} كما ورد في الخلاصة&lt;/p&gt;</description></item>"
    feed = site.put("/feed", rss(site, one), Content_Type="application/rss+xml", ETag='"f1"')
    assert fetch(store, feed).outcomes == {"new": 1}
    site.asked.clear()
    site.put("/feed", rss(site, two, one, gone), Content_Type="application/rss+xml", ETag='"f2"')
    added = fetch(store, feed)
    assert site.paths() == ["/feed", "/2", "/gone"]
    assert added.outcomes["new"] == 2
    assert [reason for _, reason in added.skipped] == ["the server answers 404 Not Found."]
    assert {str(row.published) for row in rows(store)} == {"None", "2020-05-04"}
    site.asked.clear()
    assert fetch(store, feed).outcomes == {}
    assert site.paths() == ["/feed"]
    assert faults(store) == []


def test_an_atom_feed_and_a_windows_page(store: Store, site: Any) -> None:
    site.put("/w", PAGE.encode("cp1256", errors="replace"), Content_Type="text/html; charset=windows-1256")
    atom = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>f</title>'
        '<entry><title>هجوم</title><link href="/w"/><id>urn:1</id>'
        "<updated>2020-05-04T10:00:00Z</updated></entry></feed>"
    )
    fetch(store, site.put("/atom", atom, Content_Type="application/atom+xml"), outlet="الوادي")
    [row] = rows(store)
    assert "سد الرمان" in row.text
    assert (row.published, row.source) == ("2020-05-04", "الوادي")


def test_a_sitemap_and_its_parts(store: Store, site: Any) -> None:
    site.put("/1", PAGE)
    index = f"<sitemapindex><sitemap><loc>{site.address}/part.xml</loc></sitemap>"
    index += f"<sitemap><loc>{site.address}/sitemap.xml</loc></sitemap></sitemapindex>"
    site.put(
        "/part.xml",
        f"<urlset><url><loc>{site.address}/1</loc></url><url><loc>{site.address}/none</loc></url></urlset>",
        Content_Type="application/xml",
    )
    url = site.put("/sitemap.xml", index, Content_Type="application/xml")
    added = fetch(store, url)
    assert added.outcomes == {"new": 1}
    assert len(added.skipped) == 1
    assert fetch(store, url).outcomes == {}


def test_what_was_skipped_is_kept_with_its_reason(store: Store, site: Any) -> None:
    for _ in range(2):
        fetch(store, site.address + "/none")
    with store.reading() as connection:
        assert [(row.place, row.reason) for row in skips(connection)] == [
            (site.address + "/none", "the server answers 404 Not Found.")
        ]


def test_coding_goes_on_where_it_stopped(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = material(tmp_path / "in")
    add(store, folder)
    assert to_code(store) == 7
    coding = code_project(store, rules="r1")
    assert coding.changes.reports == 7
    assert coding.problems == []
    assert code_project(store, rules="r1").changes.reports == 0
    with store.reading() as connection:
        before = list(current_claims(connection))
    with store.reading() as connection:
        coded = list(kept_coded(connection))
    assert sorted(c.id for one in coded for c in one.events) == sorted(c.id for _, c in before)
    assert all(one.text for one in coded)
    again = code_project(store, rules="r2")
    assert (again.changes.same, again.changes.new, again.changes.obsolete) == (len(before), 0, 0)

    def odd(report: Any) -> Any:
        raise ValueError(f"odd {report.id}")

    monkeypatch.setattr("tawatur.project.code.code_report", odd)
    failed = code_project(store, rules="r3")
    assert len(failed.problems) == 7
    with store.reading() as connection:
        assert list(current_claims(connection)) == before
        assert report_counts(connection)["report"] == 7
    assert faults(store) == []


def test_characters_that_databases_refuse(store: Store, tmp_path: Path) -> None:
    odd = {"id": "n\0", "title": "\0", "text": f"قصف\0 {WORDS}", "source": "s"}
    (tmp_path / "a.jsonl").write_text(json.dumps(odd), encoding="utf-8")
    for _ in range(2):
        added = add(store, tmp_path / "a.jsonl", again=True)
        assert added.skipped == []
    assert added.outcomes == {"known": 1}
    [row] = rows(store)
    assert row.text == f"قصف\ufffd {WORDS}"
    assert "U+FFFD" in row.notes
    assert faults(store) == []


def test_a_file_name_that_is_no_text(store: Store, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    with open(name, "w", encoding="utf-8") as file:
        file.write(WORDS)
    assert add(store, Path(os.fsdecode(name))).outcomes == {"new": 1}
    assert faults(store) == []


def test_an_address_that_gives_rows(store: Store, site: Any) -> None:
    lines = "\n".join(json.dumps({"id": f"w{i}", "text": f"{WORDS} {i}"}) for i in range(2))
    url = site.put("/api", lines + "\n{", Content_Type="application/json")
    added = fetch(store, url)
    assert added.outcomes == {"new": 2}
    assert len(added.skipped) == 1
    assert {row.address for row in rows(store)} == {url}


def test_pages_of_a_known_outlet_are_named_after_it(store: Store, tmp_path: Path) -> None:
    row = {"id": "1", "text": WORDS, "source": ""}
    table = f"url,text\nhttps://www.enabbaladi.net/1,{WORDS}\n"
    (tmp_path / "a.csv").write_text(table, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps(row), encoding="utf-8")
    add(store, tmp_path / "a.csv", tmp_path / "b.jsonl")
    assert {r.source for r in rows(store)} == {"عنب بلدي", ""}
    with store.reading() as connection:
        assert search(connection, Query(words="حراس", outlet="enab-baladi")).total == 1


def test_time_stamps_are_imported(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    digest = hashlib.sha256(WORDS.encode()).digest()
    seal = bytes.fromhex("0609608648016503040201050004 20".replace(" ", "")) + digest
    (tmp_path / "a.txt.tsr").write_bytes(b"\x30\x82\x01\x00" + seal + b"\x02\x01\x05\x18\x0f20210203040506Z")
    magic = b"\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94\x01\x08"
    (tmp_path / "a.txt.ots").write_bytes(magic + digest + b"\xf0\x10")
    (tmp_path / "b.tsr").write_bytes(b"nothing of the kind")
    added = add(store, tmp_path)
    assert added.outcomes == {"new": 1}
    assert ["no RFC 3161" in reason for _, reason in added.skipped] == [True]
    with store.reading() as connection:
        found = {row.kind: row.said for row in proofs_of(connection, digest.hex())}
        assert found == {"rfc3161": "2021-02-03T04:05:06Z", "opentimestamps": None}
        assert proof_counts(connection) == (2, 2)
    assert faults(store) == []


def test_feeds_that_were_added_are_asked_again(store: Store, site: Any) -> None:
    one = f"<item><title>أ</title><link>{site.address}/1</link></item>"
    two = f"<item><title>ب</title><link>{site.address}/2</link></item>"
    site.put("/1", PAGE)
    site.put("/2", PAGE.replace("ثلاثة", "ستة"))
    feed = site.put("/feed", rss(site, one), Content_Type="application/rss+xml")
    fetch(store, feed, outlet="شبكة الهضبة", restricted=True)
    site.put("/feed", rss(site, one, two), Content_Type="application/rss+xml")
    manners = Manners(allowed_hosts=frozenset({"127.0.0.1"}), delay=0.0)
    with Batch(store, who="t") as batch, Fetcher(manners, wait=lambda s: None) as fetcher:
        add_subscribed(store, batch, fetcher, Options())
    assert batch.added.outcomes == {"new": 1}
    assert {(row.source, row.restricted) for row in rows(store)} == {("شبكة الهضبة", True)}
