"""The pages as the docs show them: drawn by a real browser, written to docs/desk where TAWATUR_SCREENSHOTS is set."""

import base64
import os
from pathlib import Path

import pytest
from desk_fixtures import KEY, SIDES, answering, opened

from tawatur.desk.gate import Desk

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "desk"
LARGEST = 220_000  # bytes of a picture
SHOTS = {
    "overview": "/?sort=killed",
    "map": "/?view=map",
    "queue": "/queue",
    "incident": f"/incidents/{SIDES}",  # the only one that is higher
    "report": "",  # the first of that incident
}


def draw(page, address, shown):
    """The page as a picture, once all of it stands there."""
    if not shown:
        page.goto(f"{address}/incidents/{SIDES}")
        shown = page.locator("a.cellink[href*='/report?']").first.get_attribute("href")
    page.goto(address + shown)
    if "/report?" in shown:
        page.wait_for_selector("html[data-painted]")
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-ready]")
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.evaluate(SHORT)
    return page.screenshot(animations="disabled", caret="hide")


SHORT = """() => {  // the demo's reports lie wherever this is installed
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), path = /\\/\\S*\\/demo\\//;
  while (walk.nextNode()) {
    const said = walk.currentNode.data;
    if (path.test(said)) walk.currentNode.data = said.replace(path, "demo/");
  }
}"""
COLOURS = """async (picture) => {
  const image = await createImageBitmap(await (await fetch(picture)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const counts = new Map();
  const dots = new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer);
  for (const dot of dots) counts.set(dot, (counts.get(dot) ?? 0) + 1);
  return [counts.size, Math.max(...counts.values()) / (image.width * image.height)];
}"""


def colours(chrome, data):
    """Number of colours of a picture, and the share of the most frequent one."""
    page = chrome.new_page()
    found = page.evaluate(COLOURS, "data:image/png;base64," + base64.b64encode(data).decode())
    page.close()
    return found


@pytest.mark.parametrize(("lang", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_pages_are_drawn(demo_store, chrome, lang, direction):
    desk = Desk(store=demo_store, key=KEY, who="rima")
    size = {"viewport": {"width": 1280, "height": 800}, "locale": {"en": "en-GB", "ar": "ar"}[lang]}
    with answering(desk) as address, opened(chrome, address, **size) as page:
        page.goto(f"{address}/?key={KEY}")
        for name, shown in SHOTS.items():
            page.set_viewport_size({"width": 1280, "height": 1180 if name == "incident" else 800})
            data = draw(page, address, shown)
            assert page.locator("html").get_attribute("dir") == direction
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{name} is wider than the window"
            number, most = colours(chrome, data)
            assert number > 100, f"{name} is empty"
            assert most < 0.9, f"{name} is empty"
            assert len(data) < LARGEST, f"{name} is too large for the docs"
            if os.environ.get("TAWATUR_SCREENSHOTS"):
                FOLDER.mkdir(exist_ok=True)
                (FOLDER / f"{name}-{lang}.png").write_bytes(data)
