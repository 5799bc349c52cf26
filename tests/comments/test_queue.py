"""The queue: what it shows, what it hides, what it costs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comments.models import Reply
from comments.moderation.marking import marked
from tests import factories

pytestmark = pytest.mark.django_db

QUEUE = reverse("reply_queue")
JSON = {"accept": "application/json"}


@pytest.fixture
def story(room):
    return factories.article("Budget passes", room.politics)


@pytest.fixture
def moderator(client, room):
    client.force_login(room.comment_moderator)
    return client


def shown(client, query: str = "") -> list[int]:
    return [row.reply.pk for row in client.get(QUEUE + query).context["rows"]]


def counts(client, query: str = "") -> dict[str, int]:
    return {tab.key: tab.count for tab in client.get(QUEUE + query).context["tabs"]}


def test_each_tab_shows_its_own(moderator, story):
    made = {state: factories.reply(story, state=state) for state in ("waiting", "approved", "rejected", "spam")}
    factories.report(made["approved"])

    for state, reply in made.items():
        assert shown(moderator, f"?tab={state}") == [reply.pk]
    assert shown(moderator, "?tab=reported") == [made["approved"].pk]
    assert len(shown(moderator, "?tab=all")) == 4
    assert counts(moderator) == {"waiting": 1, "reported": 1, "spam": 1, "rejected": 1, "approved": 1, "all": 4}


def test_who_waits_longest_comes_first(moderator, story):
    replies = [factories.held_reply(story) for _ in range(3)]
    assert shown(moderator) == [reply.pk for reply in replies]


def test_section_editor_sees_their_section_only(client, room, story):
    own = factories.held_reply(story)
    factories.held_reply(factories.article("Naira falls", room.business))
    client.force_login(room.section_editor)

    assert shown(client) == [own.pk]
    assert counts(client)["all"] == 1
    assert "Naira falls" not in client.get(f"{QUEUE}?tab=all").content.decode()


def test_erased_reply_waits_no_more(moderator, story):
    from django.utils import timezone

    factories.held_reply(story, erased_at=timezone.now())
    assert shown(moderator) == []
    assert len(shown(moderator, "?tab=all")) == 1


def test_section_and_story_narrow_rows_and_counts(moderator, room, story):
    one = factories.held_reply(story)
    other = factories.held_reply(factories.article("Naira falls", room.business))

    assert shown(moderator, f"?section={room.politics.pk}") == [one.pk]
    assert shown(moderator, f"?story={other.article_id}") == [other.pk]
    assert counts(moderator, f"?section={room.politics.pk}")["waiting"] == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ada ob", True),
        ("THE RIVER", True),
        ("obi@readers.example", True),
        ("198.51.100.7", True),
        ("198.51.100", True),
        ("198.51.100.0/24", True),
        ("198.51.0.0/16", True),
        ("198.52.0.0/16", False),
        ("nobody", False),
    ],
)
def test_search_looks_at_name_text_address_and_network(moderator, story, words, found):
    reply = factories.held_reply(
        story, name="Ada Obi", email="obi@readers.example", text="About the river.", address="198.51.100.7"
    )
    assert (shown(moderator, f"?q={words}") == [reply.pk]) is found


@pytest.mark.parametrize(
    "query",
    [
        "?tab=nowhere", "?tab=%00", "?q=%00", "?q=" + "x" * 3000, "?q=%25_'\"", "?section=abc", "?section=999999",
        "?story=-1", "?story=" + "9" * 40, "?story=2147483648", "?p=0", "?p=-3", "?p=zzz", "?p=" + "9" * 60,
    ],
)  # fmt: skip
def test_strange_addresses_are_answered(moderator, story, query):
    factories.held_reply(story)
    assert moderator.get(QUEUE + query).status_code == 200


def test_cost_is_the_same_for_one_and_for_fifty(client, room, story):
    def cost() -> int:
        browser = Client()
        browser.force_login(room.comment_moderator)
        browser.get(QUEUE)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(QUEUE).status_code == 200
        return len(found)

    def fill(section):
        first = factories.reply(factories.article(parent=section), state="approved")
        answer = factories.held_reply(first.article, parent=first)
        factories.report(answer)
        factories.held_reply(first.article, email="", decided_by=room.admin, reason="moderator")

    fill(room.politics)
    one = cost()
    for _ in range(5):
        fill(room.business)
    assert cost() == one


def test_cost_of_a_reply_does_not_grow_with_its_thread(client, room, story):
    def cost() -> int:
        browser = Client()
        browser.force_login(room.comment_moderator)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(reverse("reply_detail", args=[first.pk])).status_code == 200
        return len(found)

    first = factories.held_reply(story)
    factories.held_reply(parent=first)
    cost()
    one = cost()
    for _ in range(5):
        factories.held_reply(parent=first)
    assert cost() == one


def test_row_tells_what_a_moderator_needs(moderator, story):
    first = factories.reply(story, name="Ada Obi", text="What I answered.", state="approved")
    reply = factories.held_reply(
        parent=first, name="Ben", email="ben@readers.example", address="198.51.100.7", text="Win CÁSH now",
        reason="watched_word", matched="cash", spam_score=0.83,
    )  # fmt: skip
    factories.reply(story, email="ben@readers.example", state="rejected")
    factories.report(reply, "hate", note="Look at this")

    body = moderator.get(QUEUE).content.decode()

    for words in (
        "ben@readers.example", "198.51.100.7", "Win <mark>CÁSH</mark> now", "Holds a watched word: “cash”",
        "Spam score 83%", "It is hateful", "Look at this", "What I answered.",
        "Other replies: 1 rejected", "Budget passes",
    ):  # fmt: skip
        assert words in body, words


@pytest.mark.parametrize("field", ["name", "text", "website", "matched"])
def test_what_readers_wrote_is_escaped(moderator, story, field):
    values = {"name": "x", "text": "x", field: "<script>alert(1)</script>", "reason": "watched_word"}
    reply = factories.held_reply(story, **values)
    factories.report(reply, note="<img src=x onerror=alert(2)>")

    for url in (QUEUE, reverse("reply_detail", args=[reply.pk]), reverse("reply_edit", args=[reply.pk])):
        body = moderator.get(url).content.decode()
        assert "<script>alert(1)" not in body
        assert "<img src=x" not in body


@pytest.mark.parametrize(
    ("text", "matched", "html"),
    [
        ("a <cash> b", "cash", "a &lt;<mark>cash</mark>&gt; b"),
        ("Cash, cash", "CASH", "<mark>Cash</mark>, <mark>cash</mark>"),
        ("ọ̀rọ̀ yìí", "oro", "<mark>ọ̀rọ̀</mark> yìí"),
        ("nothing here", "cash", "nothing here"),
        ("nothing here", "", "nothing here"),
        ("Straße", "strasse", "<mark>Straße</mark>"),
        ("<b>", "<b>", "<mark>&lt;b&gt;</mark>"),
    ],
)
def test_matched_word_is_marked_wherever_it_stands(text, matched, html):
    assert marked(text, matched, "watched_word") == html


def test_number_is_not_marked_as_a_word():
    assert marked("3 links", "3", "links") == "3 links"


class TestDeciding:
    def test_plain_button_decides_and_leads_back(self, moderator, story):
        reply = factories.held_reply(story)
        here = f"{QUEUE}?tab=waiting&p=2"

        answer = moderator.post(
            reverse("reply_decide"), {"one": f"approve {reply.pk} waiting---0", "next": here}, follow=True
        )

        assert answer.redirect_chain[0][0] == here
        assert "1 reply approved." in answer.content.decode()

    def test_next_leads_to_no_other_site(self, moderator, story):
        answer = moderator.post(reverse("reply_decide"), {"one": "x", "next": "https://evil.example/"})
        assert answer.url == QUEUE

    def test_ticked_rows_are_decided_together(self, moderator, story):
        replies = [factories.held_reply(story) for _ in range(3)]
        rows = [f"{reply.pk} waiting---0" for reply in replies]

        answer = moderator.post(reverse("reply_decide"), {"decision": "spam", "reply": rows}, headers=JSON)

        assert sorted(answer.json()["done"]) == sorted(reply.pk for reply in replies)
        assert answer.json()["message"] == "3 replies put with the spam."

    def test_script_is_told_about_each_that_was_refused(self, moderator, room, story):
        from comments.deciding import decide

        taken, free = factories.held_reply(story), factories.held_reply(story)
        decide([taken.pk], "approved", room.managing_editor)

        rows = [f"{taken.pk} waiting---0", f"{free.pk} waiting---0", "999999 waiting---0"]
        answer = moderator.post(reverse("reply_decide"), {"decision": "reject", "reply": rows}, headers=JSON)

        assert answer.status_code == 200
        assert answer.json()["done"] == [free.pk]
        assert [row["reply"] for row in answer.json()["refused"]] == [taken.pk, 999999]
        assert "Managing_Editor approved it" in answer.json()["refused"][0]["message"]

    @pytest.mark.parametrize(
        "sent",
        [
            {}, {"decision": "approve"}, {"decision": "burn", "reply": "1 waiting---0"}, {"one": "approve"},
            {"one": "approve x y"}, {"one": f"approve {9**40} waiting---0"}, {"one": "approve ² waiting---0"},
            {"decision": "approve", "reply": [f"{number} waiting---0" for number in range(1, 600)]},
            {"one": "approve 1 \0---0"},
        ],
    )  # fmt: skip
    def test_strange_forms_change_nothing_and_are_told(self, moderator, story, sent):
        factories.held_reply(story)
        answer = moderator.post(reverse("reply_decide"), sent, headers=JSON)
        assert answer.status_code == 409
        assert answer.json()["message"]
        assert Reply.objects.get().state == "waiting"

    def test_undo_is_told(self, moderator, story):
        reply = factories.held_reply(story)
        moderator.post(reverse("reply_decide"), {"one": f"reject {reply.pk} waiting---0"})
        answer = moderator.post(reverse("reply_undo"), headers=JSON)
        assert answer.json() == {"message": "Taken back: 1 reply as before.", "done": [reply.pk]}
        assert moderator.post(reverse("reply_undo"), headers=JSON).status_code == 409

    def test_forged_form_is_refused(self, room, story):
        reply = factories.held_reply(story)
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(room.comment_moderator)
        assert browser.post(reverse("reply_decide"), {"one": f"approve {reply.pk} waiting---0"}).status_code == 403


def test_menu_counts_what_waits_and_what_is_reported_once(client, room, story):
    from django.test import RequestFactory

    from comments.moderation.menu import RepliesMenuItem

    both = factories.held_reply(story)
    factories.report(both)
    factories.report(factories.reply(story, state="approved"))
    request = RequestFactory().get("/")
    request.user = room.comment_moderator

    assert RepliesMenuItem().render_component(request).label == "Replies (2)"
    request.user = room.other_section_editor
    assert RepliesMenuItem().render_component(request).label == "Replies"


@pytest.mark.parametrize(("who", "has"), [("comment_moderator", True), ("section_editor", True), ("reporter", False)])
def test_home_says_what_there_is_to_do(client, room, story, who, has):
    for _ in range(2):
        factories.held_reply(story)
    factories.report(factories.reply(story, state="approved"))
    client.force_login(getattr(room, who))
    body = client.get(reverse("wagtailadmin_home")).content.decode()
    assert ("2 replies wait, 1 reported" in body) is has
