"""`tawatur places unknown`: the worklist of names that no gazetteer has."""

import json

from click.testing import CliRunner

from tawatur.cli import main


def test_worklist_is_sorted_by_frequency(tmp_path):
    texts = ["قصف قرية شنبورة بمحافظة تعز ثم قرية شنبورة ثانية", "دخلوا قرية شنبورة وقرية زعبورة قرب حلب"]
    path = tmp_path / "reports.jsonl"
    rows = [
        {"id": str(n), "source": "", "published": "2020-01-02", "title": "", "text": t} for n, t in enumerate(texts)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    result = CliRunner().invoke(main, ["places", "unknown", str(path)])
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["name"], row["count"], row["reports"]) for row in found] == [("شنبورة", 3, 2), ("زعبورة", 1, 1)]
    assert found[0]["cue"] == "village"
    assert found[0]["country"] == "YE"
    assert "شنبورة" in found[0]["words"]


def test_limit(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("قرية شنبورة وقرية زعبورة وقرية مندوسة", encoding="utf-8")
    result = CliRunner().invoke(main, ["places", "unknown", str(path), "--limit", "2", "--json"])
    assert len(result.stdout.splitlines()) == 2
