"""House rules that a machine can check: knowledge is data, files stay short, styles, types and layers hold."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tawatur.language.letters import fold_word

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "tawatur"
REFERENCE = SOURCE / "reference"
MODULES = sorted(SOURCE.rglob("*.py"))
DATA = sorted(p for p in REFERENCE.rglob("*.yml") if not p.name.endswith(".examples.yml"))
ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]")
WORD = re.compile(ARABIC.pattern + "{2}")  # a letter alone may be spoken of
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40

# Files whose words are compared with the text as written, or are names for people to read.
AS_WRITTEN = {
    "ar/letters.yml": "it says what folding is",
    "scoring.yml": "a contract with other scorers",
}
# Data files without examples of their own, and what looks after them instead.
NO_EXAMPLES = {
    "codebook.yml": "definitions; tests/test_docs.py compares them with the records",
    "ar/place-cues.yml": "tried in whole reports",
    "ar/place-spelling.yml": "tried in whole reports",
    "ar/place-words.yml": "tried in whole reports",
    "fuse/chains.yml": "thresholds; tests/fuse tries them",
    "fuse/linking.yml": "weights; tests/fuse tries them",
    "fuse/policies.yml": "settings; tests/fuse tries each policy",
    "release/public.yml": "a profile; release/rules.examples.yml tries it",
    "release/partner.yml": "a profile; tests/publish tries it",
    "release/internal.yml": "a profile; tests/publish tries it",
    "release/tables.yml": "names of tables; tests/publish tries them",
    "release/countries.yml": "codes of others",
    "release/columns.yml": "what our files hold; tests/publish compares it with the files",
    "release/acled-codes.yml": "codes of others; tests/publish compares them with the mapping",
    "release/differences.yml": "what the codebooks say; docs/mapping.md is made from it",
    "release/outlines.yml": "shapes on a map",
    "xx/place-floor.yml": "which rows of a source are taken",
    "xx/place-letters.yml": "ranges of letters",
    "xx/place-sources.yml": "where coordinates come from",
}
LONGER = {"src/tawatur/records.py": "everything that travels stands in one file"}


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_is_short_and_has_no_arabic_words(path):
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    assert len(lines) <= LONGEST_MODULE or name(path) in LONGER, f"{len(lines)} lines; split it"
    words = [f"{n}: {line.strip()}" for n, line in enumerate(lines, 1) if WORD.search(line)]
    assert not words, "words belong in data files"
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long, f"functions of more than {LONGEST_FUNCTION} lines"


@pytest.mark.parametrize("path", [p for p in DATA if p.parent.name in ("ar", "events")], ids=name)
def test_words_of_the_language_pack_are_folded(path):
    key = path.relative_to(REFERENCE).as_posix()
    if key in AS_WRITTEN:
        pytest.skip(AS_WRITTEN[key])
    wrong = []
    for node in _scalars(yaml.compose(path.read_text(encoding="utf-8"))):
        for word in node.value.split():
            if ARABIC.search(word) and fold_word(word) != word:
                wrong.append(f"{path.name}:{node.start_mark.line + 1}: {word}, folded {fold_word(word)}")
    assert not wrong, "words are matched by their folded letters and would never be found"


def _scalars(node):
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in ("why", "name", "source", "note", "example"):
                yield from _scalars(key)
                yield from _scalars(value)


@pytest.mark.parametrize("path", DATA, ids=name)
def test_data_file_has_examples(path):
    key = path.relative_to(REFERENCE).as_posix()
    if key in NO_EXAMPLES:
        pytest.skip(NO_EXAMPLES[key])
    beside = path.with_suffix(".examples.yml")
    assert beside.exists(), f"write {beside.name}: what must be read, and what must not"


@pytest.mark.parametrize(
    "tool",
    [("ruff", "check", "--quiet"), ("ruff", "format", "--check", "--quiet"), ("mypy",), ("lint-imports",)],
    ids=lambda tool: " ".join(tool[:2]),
)
def test_tool_is_content(tool):
    done = subprocess.run(
        [Path(sys.executable).parent / tool[0], *tool[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_lock_covers_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = {line.split("==")[0].lower() for line in (ROOT / "requirements.lock").read_text().splitlines()}
    plain = {re.split(r"[\[>=<~! ]", want)[0].lower().replace("_", "-") for want in wanted}
    assert plain <= locked, "run the command at the top of requirements.lock"


def test_repository_names_no_machine():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    # In pieces, so that this file does not find itself.
    words = ["/" + "work/", "/" + "root/", "/" + "home/", "py" + "pi.org", "python" + "hosted", "/opt/" + "pypi"]
    found = []
    for line in filter(None, tracked.stdout.split("\0")):
        path = ROOT / line
        if path.is_file() and path.suffix in (".py", ".md", ".yml", ".toml", ".lock", ".cfg", ".txt", ".json", ""):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{line}: {word}" for word in words if word in text]
    assert not found
