"""What readers see of replies: their order and places, what is gone, and where each is found."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from comments.models import Reply
from comments.text import as_html
from tests import factories
from tests.comments.form import rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    rules()
    return factories.article("The ferry", factories.section("Politics"))


def page(client, path: str):
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode())


def ids(tree) -> list[int]:
    return [int(found.split("-")[1]) for found in tree.xpath("//li[starts-with(@class, 'reply')]/@id")]


def levels(tree) -> dict[int, int]:
    """Return how many lists of replies each stands in."""
    return {
        int(row.get("id").split("-")[1]): len(row.xpath("ancestor::ol[contains(@class, 'reply-list')]"))
        for row in tree.xpath("//li[@class='reply']")
    }


def words(tree, reply) -> str:
    (row,) = tree.xpath(f"//li[@id='reply-{reply.pk}']")
    return " ".join(row.text_content().split())


def many(story, count: int, **fields) -> list[Reply]:
    """Make replies a second apart, in one statement."""
    begin = timezone.now() - timedelta(days=1)
    below = getattr(fields.get("parent"), "pk", 0)
    return Reply.objects.bulk_create(
        Reply(
            article=story, name=f"Reader {number}", text=f"Text {number}", state="approved", reason="rules",
            digest=f"{number} of {below}", created_at=begin + timedelta(seconds=number), **fields,
        )
        for number in range(count)
    )  # fmt: skip


class TestOrder:
    def test_oldest_first_and_answers_below_what_they_answer(self, client, story):
        first, second = factories.reply(story), factories.reply(story)
        answer = factories.reply(story, parent=first)
        below = factories.reply(story, parent=answer)
        tree = page(client, story.url)
        assert ids(tree) == [first.pk, answer.pk, below.pk, second.pk]
        assert levels(tree) == {first.pk: 1, answer.pk: 2, below.pk: 3, second.pk: 1}

    @pytest.mark.parametrize("depth", [1, 2, 3, 6])
    def test_deeper_answers_stay_on_the_last_level_in_their_order(self, client, story, depth):
        rules(depth=depth)
        chain = [factories.reply(story, name="Root")]
        for number in range(5):
            chain.append(factories.reply(story, parent=chain[-1], name=f"Level {number + 2}"))
        late = factories.reply(story, parent=chain[1], name="Late")
        tree = page(client, story.url)
        assert [int(tree.xpath(f"string(//li[@id='reply-{row.pk}']/@data-level)")) for row in chain] == [
            min(place, depth) for place in range(1, 7)
        ]
        if depth == 2:
            assert ids(tree) == [*(row.pk for row in chain), late.pk]
        says = {row.pk: "in answer to" in words_of_one(tree, row) for row in chain}
        flattened = {row.pk: place > depth or (depth == 1 and place > 1) for place, row in enumerate(chain, 1)}
        assert says == flattened

    def test_parent_is_never_rewritten(self, client, story):
        rules(depth=1)
        first = factories.reply(story)
        answer = factories.reply(story, parent=factories.reply(story, parent=first))
        parent = answer.parent
        client.get(story.url)
        answer.refresh_from_db()
        assert (answer.parent, answer.thread) == (parent, first)


def words_of_one(tree, reply) -> str:
    (row,) = tree.xpath(f"//li[@id='reply-{reply.pk}']/div[contains(@class, 'reply__one')]")
    return row.text_content()


class TestGone:
    @pytest.mark.parametrize("state", ["waiting", "rejected", "spam"])
    def test_what_was_not_approved_is_not_there(self, client, story, state):
        reply = factories.reply(story, state=state, name="Nobody Known", text="Secret words")
        text = client.get(story.url).content.decode()
        assert f"reply-{reply.pk}" not in text
        assert "Secret" not in text
        assert "Nobody" not in text
        assert client.get(reverse("reply", args=[reply.pk])).status_code == 404
        assert client.get(reverse("reply_thread", args=[reply.pk])).status_code == 404
        assert client.get(reverse("report_reply", args=[reply.pk])).status_code == 404

    @pytest.mark.parametrize("state", ["waiting", "rejected", "spam"])
    def test_one_that_was_answered_leaves_a_gap(self, client, story, state):
        reply = factories.reply(story, state=state, name="Nobody Known", text="Secret words")
        answer = factories.reply(story, parent=reply)
        tree = page(client, story.url)
        assert ids(tree) == [reply.pk, answer.pk]
        assert "This reply was taken down." in words(tree, reply)
        assert "Secret" not in tree.text_content()
        assert "Nobody" not in html.tostring(tree).decode()

    def test_erased_one_keeps_its_place_only_when_it_was_answered(self, client, story):
        now = timezone.now()
        erased = factories.reply(story, erased_at=now, name="Name erased", text="")
        factories.reply(story, erased_at=now, name="Name erased", text="")
        answer = factories.reply(story, parent=erased)
        tree = page(client, story.url)
        assert ids(tree) == [erased.pk, answer.pk]
        assert "This reply was erased." in words(tree, erased)
        assert "Name erased" not in tree.text_content()

    def test_gap_inside_a_thread_holds_the_thread_together(self, client, story):
        first = factories.reply(story)
        gone = factories.reply(story, parent=first, state="rejected", name="Nobody Known")
        below = factories.reply(story, parent=gone)
        tree = page(client, story.url)
        assert ids(tree) == [first.pk, gone.pk, below.pk]
        assert levels(tree)[below.pk] == 3

    def test_who_is_answered_is_not_named_when_gone(self, client, story):
        rules(depth=2)
        first = factories.reply(story)
        gone = factories.reply(story, parent=first, state="rejected", name="Nobody Known")
        factories.reply(story, parent=gone)
        assert "Nobody" not in client.get(story.url).content.decode()


class TestCount:
    def test_none_is_not_counted_at_the_headline(self, client, story):
        factories.reply(story, state="waiting")
        tree = page(client, story.url)
        assert not tree.xpath("//header//a[@href='#replies']")
        assert tree.xpath("string(//h2[@id='replies-title'])").strip() == "Leave a reply"

    @pytest.mark.parametrize(("count", "said"), [(1, "1 reply"), (2, "2 replies"), (1_204, "1,204 replies")])
    def test_count_stands_at_the_headline_and_leads_to_the_replies(self, client, story, count, said):
        many(story, count)
        factories.reply(story, state="spam")
        tree = page(client, story.url)
        assert tree.xpath("string(//header//a[@href='#replies'])") == said
        assert " ".join(tree.xpath("string(//h2[@id='replies-title'])").split()) == said


class TestPages:
    def test_hundred_threads_a_page_and_numbered_links(self, client, story):
        rows = many(story, 250)
        first, second = page(client, story.url), page(client, f"{story.url}?replies=2")
        assert ids(first) == [row.pk for row in rows[:100]]
        assert ids(second) == [row.pk for row in rows[100:200]]
        assert first.xpath("//nav[@class='reply-pages']//a/@href") == [
            f"{story.url}?replies=2#replies", f"{story.url}?replies=3#replies",
        ]  # fmt: skip
        assert second.xpath("//link[@rel='canonical']/@href") == first.xpath("//link[@rel='canonical']/@href")

    @pytest.mark.parametrize("number", ["0", "4", "-1", "x", "²", "9" * 400, "%00", ""])
    def test_page_that_does_not_exist_is_404(self, client, story, number):
        many(story, 250)
        assert client.get(f"{story.url}?replies={number}").status_code == 404

    def test_first_page_of_a_story_without_replies_exists(self, client, story):
        assert client.get(f"{story.url}?replies=1").status_code == 200
        assert client.get(f"{story.url}?replies=2").status_code == 404

    def test_fifty_answers_then_a_link_to_all(self, client, story):
        first = factories.reply(story)
        rows = many(story, 220, parent=first, thread=first)
        tree = page(client, story.url)
        assert len(ids(tree)) == 51
        assert tree.xpath("//p[@class='reply__more']/a/text()") == ["Show all 220 answers"]
        (link,) = tree.xpath("//p[@class='reply__more']/a/@href")
        assert ids(page(client, link)) == [first.pk, *(row.pk for row in rows[:200])]
        assert ids(page(client, f"{link}?page=2")) == [first.pk, *(row.pk for row in rows[200:])]
        assert client.get(f"{link}?page=3").status_code == 404

    def test_many_threads_show_fewer_answers_each_so_that_the_page_stays_short(self, client, story):
        rows = many(story, 100)
        for row in rows[:2]:
            many(story, 12, parent=row, thread=row)
        tree = page(client, story.url)
        assert len(ids(tree)) == 100 + 2 * 10
        assert tree.xpath("//p[@class='reply__more']/a/text()") == ["Show all 12 answers"] * 2
        last = Reply.objects.filter(thread=rows[0]).latest("pk")
        assert reverse("reply_thread", args=[rows[0].pk]) in client.get(reverse("reply", args=[last.pk])).url

    def test_fifty_answers_need_no_link(self, client, story):
        first = factories.reply(story)
        many(story, 50, parent=first, thread=first)
        assert not page(client, story.url).xpath("//p[@class='reply__more']")


class TestPermalinks:
    def test_reply_says_its_own_address(self, client, story):
        reply = factories.reply(story)
        (link,) = page(client, story.url).xpath("//a[@class='reply__time']/@href")
        assert link == f"#reply-{reply.pk}"

    @pytest.mark.parametrize(("place", "query"), [(0, ""), (99, ""), (100, "?replies=2"), (249, "?replies=3")])
    def test_address_survives_pagination(self, client, story, place, query):
        row = many(story, 250)[place]
        response = client.get(reverse("reply", args=[row.pk]))
        assert response.status_code == 302
        assert response.url == f"{story.url}{query}#reply-{row.pk}"
        assert row.pk in ids(page(client, response.url.partition("#")[0]))

    @pytest.mark.parametrize(("place", "query"), [(49, None), (50, ""), (199, ""), (200, "?page=2")])
    def test_answer_far_down_is_found_on_the_threads_own_page(self, client, story, place, query):
        many(story, 105)
        first = factories.reply(story)
        row = many(story, 220, parent=first, thread=first)[place]
        response = client.get(reverse("reply", args=[row.pk]))
        thread = reverse("reply_thread", args=[first.pk])
        expected = f"{story.url}?replies=2" if query is None else f"{thread}{query}"
        assert response.url == f"{expected}#reply-{row.pk}"
        assert row.pk in ids(page(client, response.url.partition("#")[0]))


class TestText:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("One\n\nTwo\nthree", "<p>One</p><p>Two<br>three</p>"),
            ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
            (
                "See https://a.example/x?a=1&b=2.",
                '<p>See <a href="https://a.example/x?a=1&amp;b=2" rel="ugc nofollow noopener">'
                "https://a.example/x?a=1&amp;b=2</a>.</p>",
            ),
            (
                "(www.a.example/b_(c))",
                '<p>(<a href="https://www.a.example/b_(c)" rel="ugc nofollow noopener">www.a.example/b_(c)</a>)</p>',
            ),
            ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
            ("bola@mail.example", "<p>bola@mail.example</p>"),
            ("https://[::1", "<p>https://[::1</p>"),
            ("http://a", "<p>http://a</p>"),
        ],
    )
    def test_paragraphs_and_links(self, text, shown):
        assert as_html(text) == shown

    @pytest.mark.parametrize(
        "text", ['https://a.example/"onmouseover="x', "https://a.example/<script>", "https://a.example/'x"]
    )
    def test_address_cannot_leave_its_attribute(self, text):
        tree = html.fromstring(f"<div>{as_html(text)}</div>")
        assert [set(link.attrib) for link in tree.xpath("//a")] == [{"href", "rel"}]
        assert not tree.xpath("//script")

    def test_marks_are_public(self, client, story):
        factories.reply(story, mark="author")
        factories.reply(story, edited_at=timezone.now())
        text = page(client, story.url).text_content()
        assert "Author" in text
        assert "Edited by a moderator" in text

    def test_initial_is_drawn_here(self, client, story):
        factories.reply(story, name="ọlá")
        tree = page(client, story.url)
        assert tree.xpath("//span[@class='reply__initial']/text()") == ["Ọ"]
        assert not tree.xpath("//li[@class='reply']//img")

    def test_website_is_a_link_that_nobody_counts(self, client, story):
        factories.reply(story, name="Bola", website="https://bola.example/?a=1&b=2")
        (link,) = page(client, story.url).xpath("//a[@class='reply__name']")
        assert (link.get("href"), link.get("rel")) == ("https://bola.example/?a=1&b=2", "ugc nofollow noopener")


def test_structured_data_holds_the_first_twenty(client, story):
    rows = many(story, 30)
    (found,) = page(client, story.url).xpath("//script[@type='application/ld+json']/text()")
    entry = next(entry for entry in json.loads(found)["@graph"] if entry["@type"] == "NewsArticle")
    assert entry["commentCount"] == 30
    assert [comment["text"] for comment in entry["comment"]] == [row.text for row in rows[:20]]
    first = entry["comment"][0]
    assert first["@type"] == "Comment"
    assert first["author"] == {"@type": "Person", "name": "Reader 0"}
    assert first["url"].endswith(f"/replies/{rows[0].pk}/")
    assert first["dateCreated"]


def test_story_without_replies_says_nothing_of_comments(client, story):
    assert "commentCount" not in client.get(story.url).content.decode()


def test_preview_shows_replies_and_no_form(client, story):
    reply = factories.reply(story)
    client.force_login(factories.user(is_superuser=True))
    story.save_revision()
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
    text = response.content.decode()
    assert f"reply-{reply.pk}" in text
    assert "data-reply-form" not in text
    assert "Readers can reply here once they see the story." in text


def test_answer_page_shows_what_is_answered(client, story):
    reply = factories.reply(story, name="Bola")
    tree = page(client, reverse("answer_reply", args=[story.pk, reply.pk]))
    assert tree.xpath("//input[@name='parent']/@value") == [str(reply.pk)]
    assert "Bola" in words(tree, reply)
