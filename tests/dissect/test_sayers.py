"""Who says what: the examples beside the data, and what must hold for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from tawatur.dissect.actors import find_actors
from tawatur.dissect.sayers import find_sayers, sayer_at
from tawatur.dissect.sentences import find_sentences
from tawatur.language.tokens import tokenize
from tawatur.reference import load_yaml


class Row(Struct, forbid_unknown_fields=True):
    text: str
    at: str
    sayer: str | None


EXAMPLES = load_yaml("ar/saying.examples.yml", list[Row])


def sayers_of(text):
    tokens = tokenize(text)
    sentences = find_sentences(tokens, 0)
    return tokens, find_sayers(tokens, sentences, find_actors(tokens, sentences))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.text[:40])
def test_example(example):
    tokens, sayers = sayers_of(example.text)
    place = example.text.index(example.at)
    token = next(i for i, t in enumerate(tokens) if t.end > place)
    sayer = sayer_at(sayers, token)
    assert (sayer and example.text[sayer.start : sayer.end]) == example.sayer


@given(
    st.lists(
        st.sampled_from("قال مصدر أمني إن وأضاف أن بحسب المرصد نقلا عن كما ، . : « » \n قصف".split(" ")), max_size=40
    )
)
def test_scopes_are_ranges_of_tokens(words):
    tokens, sayers = sayers_of(" ".join(words))
    for sayer in sayers:
        assert 0 <= sayer.scope_first <= sayer.scope_last < len(tokens)
        assert sayer.first <= sayer.last


def test_the_narrowest_scope_wins():
    tokens, sayers = sayers_of("قال مصدر إن القوة انسحبت، فيما أكد شاهد أنها تعرضت لقصف.")
    assert len(sayers) == 2
    last = sayer_at(sayers, len(tokens) - 2)
    assert last == sayers[1]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("طالبت منظمة حقوقية بفتح تحقيق في القصف.", "منظمة حقوقية"),
        ("اتهمت الحكومة المسلحين بقصف السوق.", "الحكومة"),
        ("قتل خمسة وفق تقديرات المركز الإعلامي.", "المركز الإعلامي"),
        ("قال مصدر طبي إن لغماً انفجر. وأضاف المصدر أن جريحاً نقل.", "المصدر"),
        ("قال أحد الخارجين من البلدة إن القافلة تعرضت لقصف.", "أحد الخارجين"),
        ("يروي قائد ميداني في لواء الفجر كيف سقطت القرية.", "قائد ميداني في لواء الفجر"),
        ("قائد عمليات السهل: تحرير ثلاث قرى ومقتل عشرة مسلحين", "قائد عمليات السهل"),
        ("عشرات السيارات في الطريق 🚑 الصحة: خمسة قتلى", "الصحة"),
        ("انفجار لغم بسيارة قرب النهر، جريحان. المكتب الإعلامي للمحور", "المكتب الإعلامي للمحور"),
        ("غارة على حافلة في السوق: سبعة قتلى - صحة الوادي", "صحة الوادي"),
        ("جاء في بيان صادر عن قيادة الشرطة أن دورية تعرضت لهجوم.", "قيادة الشرطة"),
    ],
)
def test_weaker_signs_propose_a_sayer(text, phrase):
    _, sayers = sayers_of(text)
    assert phrase in {text[s.start : s.end] for s in sayers}


def test_a_report_in_its_own_voice_proposes_nobody():
    _, sayers = sayers_of("سقطت قذائف بين المنازل عبر النهر صباح اليوم.")
    assert sayers == ()
