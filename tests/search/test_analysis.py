import pytest

from core.models import SiteSettings
from search import analysis, languages
from search import english as english_words

pytestmark = pytest.mark.once

# From the algorithm's own page: https://snowballstem.org/algorithms/english/stemmer.html
SAMPLE = {
    **{"consign": "consign", "consigned": "consign", "consignment": "consign", "consistency": "consist"},
    **{"knack": "knack", "kneeled": "kneel", "knitting": "knit", "knotted": "knot", "knightly": "knight"},
    **{
        "skies": "sky",
        "dying": "die",
        "hoping": "hope",
        "hopping": "hop",
        "news": "news",
        "cries": "cri",
        "gas": "gas",
    },
}


@pytest.fixture(autouse=True)
def english():
    analysis.language.use("english")
    yield
    analysis.language.use("english")


@pytest.mark.parametrize(("word", "expected"), SAMPLE.items())
def test_term(word, expected):
    assert analysis.term(word) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("politely", "politics"), ("emergency", "emerged"), ("important", "imports"), ("several", "severe")],
)
def test_words_that_only_begin_alike_are_kept_apart(one, other):
    assert analysis.term(one) != analysis.term(other)


def test_every_form_of_a_word_is_found_by_what_its_forms_begin_with():
    endings = ("", "s", "es", "ed", "ing", "ly", "ies", "ation", "ational", "ability", "izing", "ised", "ness", "fully")
    forms = {
        f"{word}{ending}" for word in (*SAMPLE, *english_words.FAMILY, "creat", "happ", "nation") for ending in endings
    }
    for word in {*forms, *english_words.PLURALS, "women", "fishermen", "midwives"}:
        beginning = analysis.language.terms.beginning(analysis.term(word))
        assert beginning
        assert word.startswith(beginning), word


def test_other_scripts_and_numbers_stay():
    assert analysis.terms("новости covid19 1990s a") == ["новости", "covid19", "1990s", "a"]


def test_every_language_offered_has_a_stemmer():
    for name, _ in SiteSettings._meta.get_field("search_language").choices:
        assert languages.stemmer(name)("") == ""
        assert (languages.stemmer(name) is str) == (name == "")


def test_another_language_cuts_off_other_endings():
    analysis.language.use("french")
    assert analysis.term("chevaux") == analysis.term("cheval")
    assert not analysis.is_stopword("the")
    analysis.language.use("")
    assert analysis.term("elections") == "elections"
