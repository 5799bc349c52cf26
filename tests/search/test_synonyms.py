"""Words that editors let stand for each other: what they may write, what is kept, who may."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search import index, synonyms
from search.models import SynonymGroup
from tests import factories
from tests.factories import article

pytestmark = [pytest.mark.django_db, pytest.mark.once]

INDEX = "wagtailsnippets_search_synonymgroup:list"
ADD = "wagtailsnippets_search_synonymgroup:add"
EDIT = "wagtailsnippets_search_synonymgroup:edit"


def refusal(words: str) -> str:
    try:
        SynonymGroup(words=words).full_clean()
    except ValidationError as error:
        return " ".join(error.message_dict["words"])
    return ""


@pytest.fixture
def admin(client):
    client.force_login(factories.user("chief", is_superuser=True))
    return client


# What may be written


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("petrol, fuel, PMS", ""),
        ("  premium   motor spirit ,petrol", ""),
        ("petrol\nfuel\r\nPMS", ""),
        ("petrol\n\nfuel", "empty"),
        ("petrol، fuel", ""),
        (", ".join(f"word{number}" for number in range(12)), ""),
        ("燃料, ガソリン", ""),
        ("petrol", "at least two different"),
        ("petrol, Petrol, PETROL’s", "at least two different"),
        ("petrol,, fuel", "empty"),
        ("petrol, fuel,", "empty"),
        (",", "empty"),
        ("petrol, ???", "“???” has no letters"),
        (f"petrol, {'x' * 61}", "too long"),
        (f"petrol, {'x' * 60}", ""),
        (", ".join(f"word{number}" for number in range(13)), "at most 12 words or phrases; these are 13"),
        ("", "cannot be blank"),
        ("petrol, <script>alert(1)</script>", ""),
    ],
)
def test_what_is_refused_is_said_in_words(words, said):
    found = refusal(words)

    assert said in found
    assert bool(said) is bool(found)


def test_a_word_stands_in_one_group_only():
    first = SynonymGroup.objects.create(words="petrol, premium motor spirit")

    assert "“Petrol” stands in another group already: “petrol, premium motor spirit”" in refusal("gas, Petrol")
    assert "“Premium  Motor" not in refusal("gas, Premium  Motor  Spirit")
    assert "“Premium Motor Spirit” stands" in refusal("gas, Premium  Motor  Spirit")
    assert refusal("gas, motor spirit") == ""
    first.full_clean()


def test_blanks_are_tidied():
    group = SynonymGroup(words=" petrol ,premium  motor\tspirit")
    group.full_clean()

    assert group.words == "petrol, premium motor spirit"


# What the search is told


def test_groups_are_folded_words():
    SynonymGroup.objects.create(words="Tinubu’s, N.N.P.C., Premium Motor Spirit, café")

    assert synonyms.groups() == ((("tinubu",), ("nnpc",), ("premium", "motor", "spirit"), ("cafe",)),)


def test_the_database_is_asked_once(django_capture_on_commit_callbacks):
    with CaptureQueriesContext(connection) as found:
        assert synonyms.groups() == ()
        assert synonyms.groups() == ()
    assert len(found) == 1

    with django_capture_on_commit_callbacks(execute=True):
        groups = [SynonymGroup.objects.create(words=f"word{number}, other{number}") for number in range(5)]
    with CaptureQueriesContext(connection) as found:
        assert len(synonyms.groups()) == 5
        assert len(synonyms.groups()) == 5
    assert len(found) == 1

    with django_capture_on_commit_callbacks(execute=True):
        groups[0].words = "kerosene, paraffin"
        groups[0].save()
    assert (("kerosene",), ("paraffin",)) in synonyms.groups()
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.all().delete()
    assert synonyms.groups() == ()


# In the admin


def test_an_editor_adds_changes_and_deletes_a_group(admin):
    assert admin.post(reverse(ADD), {"words": "petrol,fuel"}).status_code == 302
    group = SynonymGroup.objects.get()
    assert group.words == "petrol, fuel"
    assert "petrol, fuel" in admin.get(reverse(INDEX)).content.decode()

    admin.post(reverse(EDIT, args=[group.pk]), {"words": "petrol, fuel, PMS"})
    group.refresh_from_db()
    assert group.words == "petrol, fuel, PMS"

    admin.post(reverse("wagtailsnippets_search_synonymgroup:delete", args=[group.pk]))
    assert not SynonymGroup.objects.exists()


def test_what_was_typed_is_shown_again_with_the_reason(admin):
    typed = ", ".join(["petrol", *(f"<b>word {number}</b>" for number in range(20))])
    page = admin.post(reverse(ADD), {"words": typed}).content.decode()

    assert "at most 12 words or phrases; these are 21" in page
    assert "&lt;b&gt;word 19&lt;/b&gt;" in page
    assert "<b>word 19</b>" not in page
    assert not SynonymGroup.objects.exists()


def test_the_form_begins_with_a_query_as_one_phrase(admin):
    page = admin.get(reverse(ADD), {"words": "Lagos, <Ikeja>\x00" + "x" * 500}).content.decode()

    assert "Lagos &lt;Ikeja&gt; xxx" in page
    assert "x" * 201 not in page


def test_the_list_can_be_searched(admin):
    SynonymGroup.objects.create(words="petrol, fuel")
    SynonymGroup.objects.create(words="bus, danfo")

    page = admin.get(reverse(INDEX), {"q": "danfo"}).content.decode()

    assert "bus, danfo" in page
    assert "petrol, fuel" not in page


def test_the_menu_shows_them_beside_the_promoted_results(client, room):
    for who, sees in (("section_editor", True), ("home_editor", True), ("reporter", False)):
        client.force_login(getattr(room, who))
        page = client.get(reverse("wagtailadmin_home")).content.decode()
        assert ("Search synonyms" in page) is sees
        assert ("Promoted search results" in page) is sees
        assert ("What readers search for" in page) is sees


def test_the_list_costs_the_same_for_any_number_of_groups(admin):
    def cost() -> int:
        with CaptureQueriesContext(connection) as found:
            assert admin.get(reverse(INDEX)).status_code == 200
        return len(found)

    SynonymGroup.objects.create(words="petrol, fuel")
    cost()
    one = cost()
    for number in range(5):
        SynonymGroup.objects.create(words=f"word{number}, other{number}")
    assert cost() == one


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *(("petrol", True), ("fuels", True), ("PMS", True), ("premium motor spirit", True), ("price petrol", True)),
        *(("premium motor spirit price", True), ("motor spirit", False), ('"petrol price"', False), ("petr*", False)),
        *(("-petrol price", True), ("price -fuel", False)),
    ],
)
def test_whoever_searches_for_one_finds_the_others(typed, found):
    SynonymGroup.objects.create(words="petrol, fuel, PMS, premium motor spirit")
    article("Council meets")
    story = article("Fuel price falls")
    answer = index.find(typed)
    assert (story.pk in [pk for pk, _ in answer.rank(0, 5)] and answer.exact > 0) == found


def test_synonyms_are_marked_in_the_results(client):
    SynonymGroup.objects.create(words="petrol, fuel")
    article("Fuel price falls")
    assert "<mark>Fuel</mark>" in client.get("/search/?q=petrol").content.decode()
