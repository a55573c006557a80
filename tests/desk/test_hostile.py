"""Reports that would like to be pages: whatever they hold is shown as text."""

import json

import httpx
import pytest
from desk_fixtures import KEY, answering, opened

from tawatur.desk.gate import Desk
from tawatur.desk.reviewing import refresh
from tawatur.project.add_files import Options, add_file
from tawatur.project.batch import Batch
from tawatur.project.code import code_project
from tawatur.project.link import link_project
from tawatur.store.database import create_store

EVENT = " قتل 5 مدنيين وأصيب 9 آخرون في قصف مدفعي لقوات النظام على مدينة إدلب يوم 9 تموز 2019، بحسب مصدر طبي."
LONG = " كلمة" * 300_000 + "\N{CRYING FACE}" * 2_400_000  # a line of 12 MB
HOSTILE = {
    "script": "<script>window.hit = 1</script>",
    "handler": '<img src=x onerror="window.hit = 1"><body onload="window.hit = 1">',
    "link": '<a href="javascript:window.hit = 1">x</a> javascript:window.hit=1',
    "svg": '<svg onload="window.hit = 1"><script>window.hit = 1</script></svg>',
    "style": "<style>body { display: none }</style><p style='position:fixed;inset:0'>",
    "template": "{{ 7 * 191 }} {% raw %} ${7 * 191} #{7 * 191} <%= 7 * 191 %>",
    "attribute": "\" autofocus onfocus=window.hit=1 x='",
    "frame": "<iframe src='http://evil.example/'></iframe><form action='http://evil.example/'><input name=x></form>",
    "closing": "</p></div></main></body></html><!-- <![CDATA[",
    "entities": "&lt;script&gt;window.hit = 1&lt;/script&gt; &#13; &nbsp;",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    rows = [
        {"id": name, "source": text, "published": "2019-07-10", "title": text, "text": text + EVENT}
        for name, text in HOSTILE.items()
    ]
    rows.append({"id": "long", "source": "o", "title": "", "text": EVENT + LONG})
    (folder / "in.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    store = create_store(folder / "project")
    with Batch(store) as batch:
        add_file(store, batch, str(folder / "in.jsonl"), Options())
    with store.writing("test") as writer:  # what takes long is reading ten megabytes for events, not showing them
        writer.connection.exec_driver_sql("UPDATE report SET state = 'replaced' WHERE id = 'long'")
    code_project(store)
    link_project(store)
    refresh(store)
    with answering(Desk(store=store, key=KEY, who="<b>rima</b>")) as address:
        yield address
    store.close()


@pytest.fixture(scope="module")
def page(address, chrome):
    with opened(chrome, address) as page:
        page.goto(f"{address}/?key={KEY}")
        yield page


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_report_is_text(page, address, name):
    page.goto(f"{address}/report?id={name}")
    page.wait_for_selector("html[data-painted]")
    shown = "".join(page.eval_on_selector_all("#text p", "all => all.map((p) => p.textContent)"))
    assert shown == HOSTILE[name] + EVENT
    assert page.locator(".paper h1").text_content() == HOSTILE[name]
    assert page.evaluate("() => window.hit") is None
    assert page.locator("main iframe, main svg, main img, main style, main script").count() == 0
    assert "1337" not in page.content()
    assert page.locator("tr.cell").count() >= 3
    for link in page.eval_on_selector_all("a", "all => all.map((a) => a.protocol)"):
        assert link == "http:"


@pytest.mark.parametrize(
    "path", ["/", "/queue", "/reports", "/history", "/reports?q=%3Cscript%3E&outlet=%22%3E%3Cb%3E"]
)
def test_lists_show_hostile_titles_as_text(page, address, path):
    page.goto(address + path)
    assert page.evaluate("() => window.hit") is None
    assert page.locator("main script, main iframe, main b:has(script)").count() == 0
    assert "1337" not in page.content()


def test_an_incident_of_hostile_reports_is_text(page, address):
    page.goto(f"{address}/queue")
    page.locator("[data-row] a").first.click()
    page.wait_for_selector("tr.claim")
    assert page.evaluate("() => window.hit") is None
    assert page.locator("main iframe, main img, main style, main script").count() == 0


def test_ten_megabytes_in_one_paragraph_are_shown_in_parts(page, address):
    page.goto(f"{address}/report?id=long")
    shown = page.locator("#text p").first.text_content()
    assert shown.startswith(EVENT)
    assert len(shown) <= 60_000
    assert "Part 1 of" in page.locator(".pager").text_content()
    page.goto(f"{address}/report?id=long&part=9999")
    assert page.locator("#text p").last.text_content().endswith("\N{CRYING FACE}")


@pytest.mark.parametrize(
    "path",
    [
        "/?type=%22%3E%3Cscript%3E", "/?page=-1", "/?page=99999999999999999999", "/?since=now", "/?sort=drop",
        "/incidents/%3Cscript%3E", "/report?id=%00", "/report?id=long&part=-3", "/?killed=x&chains=1e9",
        "/reports?q=%22%28%29%2A%3A&p=0", "/?place=%25%5F%27%3B--", "/queue?why=%25", "/history?before=1",
    ],
)  # fmt: skip
def test_the_address_cannot_say_what_the_page_does(address, path):
    with httpx.Client(base_url=address) as client:
        client.get("/", params={"key": KEY})
        answer = client.get(path)
    assert answer.status_code in (200, 404)
    assert "<script" not in answer.text.split("<main")[1]
