import pytest
from django.db import connection

from search import analysis
from search.stemmer import stem

# From the algorithm's own page: https://snowballstem.org/algorithms/english/stemmer.html
SAMPLE = {
    **{"consign": "consign", "consigned": "consign", "consignment": "consign", "consistency": "consist"},
    **{"consolation": "consol", "consolidate": "consolid", "conspicuously": "conspicu", "conspiracy": "conspiraci"},
    **{"knack": "knack", "kneeled": "kneel", "knitting": "knit", "knotted": "knot", "knightly": "knight"},
    **{"generously": "generous", "generate": "generat", "communism": "communism", "skies": "sky", "dying": "die"},
    **{"hoping": "hope", "hopping": "hop", "sayings": "say", "youth": "youth", "boyish": "boyish"},
    **{"proceeds": "proceed", "herrings": "herring", "ties": "tie", "cries": "cri", "gas": "gas", "this": "this"},
}


@pytest.mark.parametrize(("word", "expected"), SAMPLE.items())
def test_stem(word, expected):
    assert stem(word) == expected


def test_other_scripts_and_numbers_stay():
    assert [stem(word) for word in ("новости", "covid19", "1990s", "a", "")] == ["новости", "covid19", "1990s", "a", ""]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="compares with PostgreSQL's stemmer")
def test_agrees_with_postgresql():
    from search import stemmer

    roots = sorted({*SAMPLE, *analysis.STOPWORDS, "agree", "organize", "rational", "happy", "play", "bed", "use"})
    endings = ["", "s", "es", "ed", "ing", "ly", "ingly", "edly", "er", "ation", "ational", "iveness", "ful", "fulness"]
    endings += ["ment", "ement", "able", "ibility", "ism", "ity", "ous", "ousness", "y", "ies", "ied", "ll", "logy"]
    words = [root + ending for root in roots for ending in endings]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEXT SEARCH DICTIONARY pg_temp.bare (TEMPLATE = snowball, Language = english)")
        cursor.execute("SELECT w, (ts_lexize('pg_temp.bare', w))[1] FROM unnest(%s::text[]) w", [words])
        assert {word: theirs for word, theirs in cursor.fetchall() if stemmer.stem(word) != theirs} == {}
