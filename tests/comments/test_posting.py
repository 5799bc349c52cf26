"""What becomes of a form that a reader sends, and what the reader is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from comments import signals
from comments.models import Ban, Reply
from desk.killing import kill
from tests import factories
from tests.comments.form import JSON, OURS, TEXT, filled, rules, send, shown_stamp, stamp
from tests.invariants.naughty import packed

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    rules()
    return factories.article("The ferry", factories.section("Politics"), authors=[factories.author("Ada Obi")])


def outcome() -> tuple[str, str]:
    return Reply.objects.values_list("state", "reason").get()


def told(response) -> str:
    return response.json()["message"]


class TestSent:
    def test_reply_appears_at_once_when_nothing_speaks_against_it(self, client, story):
        response = send(story)
        assert (response.status_code, told(response)) == (201, "Your reply is published.")
        assert outcome() == ("approved", "rules")
        assert TEXT in client.get(story.url).content.decode()
        assert "1 reply" in client.get(story.url).content.decode()

    def test_answer_comes_with_the_reply_as_it_stands(self, story):
        said = send(story, text="First\r\n\r\nSecond <b>").json()
        assert f'id="reply-{said["id"]}"' in said["html"]
        assert "<p>First</p><p>Second &lt;b&gt;</p>" in said["html"]

    def test_without_a_script_a_page_tells_the_outcome(self, client, story):
        response = send(story, headers=OURS, client=client)
        assert response.status_code == 303
        page = client.get(response.url)
        assert "Your reply is published." in page.content.decode()
        assert "noindex" in page.content.decode()
        assert not page.cookies
        assert "no-store" in page.headers["cache-control"]

    def test_outcome_page_is_nobodys_guess(self, client, story):
        reply = factories.reply(story)
        assert client.get(reverse("reply_sent", args=[str(reply.pk)])).status_code == 404
        assert client.get(reverse("reply_sent", args=[f"{reply.pk}:AAAA"])).status_code == 404

    def test_what_waits_is_told_why_and_is_not_shown(self, client, story):
        rules(first_held=1)
        response = send(story)
        assert response.json()["state"] == "waiting"
        assert told(response).startswith("Your reply waits for a moderator because the first replies")
        assert not response.json()["html"]
        assert outcome() == ("waiting", "first")
        assert TEXT not in client.get(story.url).content.decode()

    def test_spam_is_not_told_that_it_is(self, story):
        response = send(story, subject="x")
        assert outcome() == ("spam", "trap")
        assert response.json()["state"] == "waiting"
        assert "spam" not in response.content.decode().lower()

    def test_signals_tell_what_happened(self, story):
        heard = []
        for name in ("sent", "appeared", "changed"):
            signal = getattr(signals, name)
            signal.connect(lambda name=name, **facts: heard.append(name), weak=False, dispatch_uid=f"test-{name}")
        try:
            send(story)
            send(story, text="Another", subject="spam")
        finally:
            for name in ("sent", "appeared", "changed"):
                getattr(signals, name).disconnect(dispatch_uid=f"test-{name}")
        assert heard == ["sent", "appeared", "changed", "sent"]

    def test_answer_stands_in_the_thread_of_what_it_answers(self, story):
        first = factories.reply(story)
        second = factories.reply(story, parent=first)
        assert send(story, parent=second.pk).status_code == 201
        third = Reply.objects.latest("pk")
        assert (third.parent, third.thread) == (second, first)

    def test_address_and_browser_are_kept_for_the_moderators(self, story):
        send(story, headers={**JSON, "user-agent": "Browser " + "x" * 500, "x-forwarded-for": "198.51.100.1"})
        reply = Reply.objects.get()
        assert reply.address == "203.0.113.9"
        assert len(reply.user_agent) == 200

    def test_address_that_is_none_is_no_error(self, story):
        assert send(story, address="unknown").status_code == 201
        assert Reply.objects.get().address is None


class TestKnownAgain:
    """A browser proves with a signed paper that it sent replies before; a name and an address prove nothing."""

    def test_second_reply_of_a_browser_with_its_paper_appears_at_once(self, story):
        rules(first_held=1)
        paper = send(story).json()["paper"]
        Reply.objects.update(state="approved")
        assert send(story, text="Again", writer=paper).json()["state"] == "approved"

    def test_name_and_address_of_a_known_writer_are_not_enough(self, story):
        rules(first_held=1)
        send(story)
        Reply.objects.update(state="approved")
        assert send(story, text="Somebody else").json()["state"] == "waiting"

    @pytest.mark.parametrize("change", [{"email": "other@mail.example"}, {"writer": "a:b:c"}, {"writer": "\0"}])
    def test_paper_is_worth_nothing_with_another_address_or_when_it_is_forged(self, story, change):
        rules(first_held=1)
        paper = send(story).json()["paper"]
        Reply.objects.update(state="approved")
        assert send(story, **{"text": "Again", "writer": paper, **change}).json()["state"] == "waiting"

    def test_paper_does_not_name_the_address(self, story):
        assert "bola" not in send(story).json()["paper"]


class TestRefused:
    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("text", "", "Write your comment"),
            ("text", " \n\u200b\u3164 ", "Write your comment"),
            ("text", "x" * 5_001, "this one has 5,001"),
            ("name", "", "Write your name"),
            ("name", "\u200b", "Write your name"),
            ("name", "x" * 81, "at most 80"),
            ("email", "", "Write your e-mail address"),
            ("email", "bola", "no e-mail address"),
            ("email", "a@b@c", "no e-mail address"),
            ("website", "javascript:alert(1)", "no web address"),
        ],
    )
    def test_field_says_what_is_wrong_and_the_text_comes_back(self, client, story, field, value, message):
        rules(ask_website=True)
        said = send(story, **{field: value})
        assert said.status_code == 422
        assert message.lower() in said.json()["errors"][field].lower()
        page = send(story, headers=OURS, client=client, **{"text": TEXT, field: value})
        assert page.status_code == 422
        assert message.lower() in page.content.decode().lower()
        if field != "text":
            assert TEXT in page.content.decode()
        assert not Reply.objects.exists()

    def test_text_of_five_thousand_signs_is_taken(self, story):
        assert send(story, text="🚢" * 5_000).status_code == 201

    def test_megabyte_is_refused_in_words(self, client, story):
        page = send(story, headers=OURS, client=client, text="x" * 1_000_000)
        assert page.status_code == 413
        assert "your text is still in the form" in page.content.decode()
        assert send(story, text="x" * 1_000_000).json()["state"] == "refused"

    @pytest.mark.parametrize(
        "headers",
        [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {}, {"origin": "https://evil.example"}],
    )
    @pytest.mark.parametrize("to", ["post_reply", "check_reply"])
    def test_form_of_another_site_is_refused(self, client, story, headers, to):
        response = send(story, headers=headers, client=client, to=to)
        assert response.status_code == 403
        assert "our own pages" in response.content.decode()
        assert not Reply.objects.exists()

    def test_old_browser_that_names_only_its_origin_is_taken(self, story):
        assert send(story, headers={"origin": "http://testserver"}).status_code == 303

    def test_second_sending_is_told_and_is_one_reply(self, story):
        send(story)
        response = send(story, text=TEXT.replace(" ", "\n"), name="bola IGE")
        assert response.status_code == 409
        assert told(response) == "This reply was sent already. Your reply is published."
        assert Reply.objects.count() == 1

    def test_same_words_below_another_story_are_another_reply(self, story):
        send(story)
        assert send(factories.article("Other", story.get_parent())).status_code == 201

    @pytest.mark.parametrize("state", ["waiting", "rejected", "spam"])
    def test_what_readers_do_not_see_cannot_be_answered(self, story, state):
        response = send(story, parent=factories.reply(story, state=state).pk)
        assert response.status_code == 422
        assert "not there any more" in told(response)

    @pytest.mark.parametrize("parent", ["x", "-1", "²", "9" * 400, "\0", "1; DROP TABLE"])
    def test_impossible_parent_is_no_error_of_ours(self, story, parent):
        assert send(story, parent=parent).status_code == 422

    def test_parent_of_another_story_is_refused(self, story):
        other = factories.reply(factories.article("Other", story.get_parent()))
        assert send(story, parent=other.pk).status_code == 422
        erased = factories.reply(story, erased_at=timezone.now())
        assert send(story, parent=erased.pk).status_code == 422

    def test_closed_story_gives_the_text_back(self, client, story):
        story.replies = "closed"
        story.save()
        page = send(story, headers=OURS, client=client)
        assert page.status_code == 403
        assert TEXT in page.content.decode()
        assert "Replies to this story are closed" in page.content.decode()


class TestHidden:
    @pytest.fixture(params=["draft", "embargoed", "private", "killed"])
    def hidden(self, story, request):
        if request.param == "draft":
            story.unpublish()
        elif request.param == "embargoed":
            story.embargo_until = timezone.now() + timedelta(hours=1)
            story.save()
        elif request.param == "private":
            PageViewRestriction.objects.create(page=story.get_parent(), restriction_type="login")
        else:
            kill(story, None, "Wrong")
        return story

    def test_every_address_is_404(self, client, hidden):
        reply = factories.reply(hidden)
        for to in ("post_reply", "check_reply"):
            assert send(hidden, to=to).status_code == 404
        for name in ("post_reply", "reply_stamp", "reply_feed", "reply_feed_atom", "reply_feed_json"):
            assert client.get(reverse(name, args=[hidden.pk])).status_code == 404, name
        for name in ("reply", "reply_thread", "report_reply", "reply_reported"):
            assert client.get(reverse(name, args=[reply.pk])).status_code == 404, name
        assert client.get(reverse("answer_reply", args=[hidden.pk, reply.pk])).status_code == 404
        assert client.post(reverse("report_reply", args=[reply.pk]), headers=OURS).status_code == 404
        assert Reply.objects.count() == 1

    @pytest.mark.parametrize("number", [0, 10**9, 10**30])
    def test_story_that_never_was_is_404(self, client, number):
        assert client.get(f"/replies/story/{number}/").status_code == 404
        assert client.get(f"/replies/{number}/").status_code == 404
        assert client.post(f"/replies/story/{number}/", headers=OURS).status_code == 404


class TestTime:
    def test_form_filled_in_too_fast_goes_with_the_spam(self, story):
        send(story, stamp=stamp(story, seconds=1))
        assert outcome() == ("spam", "fast")

    def test_no_stamp_or_another_storys_goes_with_the_spam(self, story):
        send(story, stamp=None)
        assert outcome() == ("spam", "forged")
        Reply.objects.all().delete()
        send(story, stamp=stamp(factories.article("Other", story.get_parent())))
        assert outcome() == ("spam", "forged")

    @pytest.mark.parametrize("value", ["1:2:3", "\0", "x" * 9_000])
    def test_changed_stamp_waits(self, story, value):
        send(story, stamp=value)
        assert outcome() == ("waiting", "forged")

    def test_page_that_was_open_for_three_days_waits(self, story):
        send(story, stamp=stamp(story, seconds=3 * 86_400))
        assert outcome() == ("waiting", "forged")

    def test_form_of_the_cached_page_waits_and_the_form_of_its_own_page_does_not(self, client, story):
        send(story, stamp=shown_stamp(client.get(story.url).content.decode()))
        assert outcome() == ("waiting", "doubtful")
        Reply.objects.all().delete()
        rules(least_seconds=0)
        send(story, stamp=shown_stamp(client.get(reverse("post_reply", args=[story.pk])).content.decode()))
        assert outcome() == ("approved", "rules")

    def test_script_gets_the_time_when_somebody_begins_to_write(self, client, story):
        rules(least_seconds=0)
        response = client.get(reverse("reply_stamp", args=[story.pk]))
        assert "no-store" in response.headers["cache-control"]
        send(story, stamp=response.json()["stamp"])
        assert outcome() == ("approved", "rules")

    def test_mending_a_slip_quickly_is_not_too_fast(self, client, story):
        page = send(story, headers=OURS, client=client, email="")
        send(story, stamp=shown_stamp(page.content.decode()))
        assert outcome() == ("approved", "rules")


class TestRate:
    def test_sixth_reply_in_a_minute_is_told_to_wait(self, story):
        for number in range(5):
            assert send(story, text=f"Reply {number}").status_code == 201
        response = send(story, text="One more")
        assert response.status_code == 429
        assert response.headers["retry-after"] == "60"
        assert send(story, text="One more", headers=OURS).status_code == 429
        assert Reply.objects.count() == 5

    def test_invented_headers_do_not_help(self, story):
        for number in range(6):
            headers = {**JSON, "x-forwarded-for": f"198.51.100.{number}", "x-real-ip": f"198.51.100.{number}"}
            response = send(story, text=f"Reply {number}", headers=headers)
        assert response.status_code == 429

    @pytest.mark.parametrize("network", ["198.51.100.{}", "2001:db8:1:2::{:x}", "::ffff:198.51.100.{}"])
    def test_network_has_a_limit_of_its_own(self, story, network):
        for number in range(1, 21):
            assert send(story, text=f"Reply {number}", address=network.format(number)).status_code == 201
        assert send(story, text="One more", address=network.format(40)).status_code == 429
        assert send(story, text="One more", address="192.0.2.1").status_code == 201

    def test_a_minute_later_it_goes_on(self, story):
        for number in range(5):
            send(story, text=f"Reply {number}")
        Reply.objects.update(created_at=timezone.now() - timedelta(seconds=61))
        assert send(story, text="One more").status_code == 201


class TestWordsAndBans:
    @pytest.mark.parametrize("field", ["text", "name", "email"])
    def test_blocked_word_goes_with_the_spam_and_is_named(self, story, field):
        rules(blocked_words="casino royal\nKÁSINO")
        send(story, **{field: {"text": "Play kasino now", "name": "Kasino", "email": "kasino@mail.example"}[field]})
        assert outcome() == ("spam", "blocked_word")
        assert Reply.objects.get().matched == "KÁSINO"

    def test_blocked_address(self, story):
        rules(blocked_words="@mail.example")
        send(story)
        assert outcome() == ("spam", "blocked_word")
        Reply.objects.all().delete()
        rules(blocked_words="203.0.113.9")
        send(story)
        assert outcome() == ("spam", "blocked_word")

    def test_watched_word_waits_and_links_wait_first(self, story):
        rules(watched_words="boat")
        send(story)
        assert outcome() == ("waiting", "watched_word")
        Reply.objects.all().delete()
        send(story, text="boat https://a.example https://b.example www.c.example")
        assert outcome() == ("waiting", "links")

    def test_ass_does_not_stand_in_assembly(self, story):
        rules(watched_words="ass", blocked_words="sex")
        send(story, text="The assembly of Essex passes the bill.")
        assert outcome() == ("approved", "rules")

    @pytest.mark.parametrize(
        ("kind", "value"),
        [("email", "bola@mail.example"), ("email", "@mail.example"), ("network", "203.0.113.0/24"),
         ("network", "203.0.113.9"), ("network", "203.0.0.0/16")],
    )  # fmt: skip
    def test_banned_writer_goes_with_the_spam(self, story, kind, value):
        Ban.objects.create(kind=kind, value=value)
        send(story, email="Bola@Mail.example")
        assert outcome() == ("spam", "banned")

    def test_banned_browser_and_bans_that_are_over(self, story):
        paper = send(story).json()["paper"]
        Ban.objects.create(kind="writer", value=Reply.objects.get().writer)
        send(story, text="Again", writer=paper)
        assert Reply.objects.latest("pk").reason == "banned"
        Ban.objects.update(ends_at=timezone.now() - timedelta(days=1))
        send(story, text="Once more", writer=paper)
        assert Reply.objects.latest("pk").reason == "rules"


class TestNewsroom:
    def log_in(self, user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    def test_author_of_the_story_is_marked_and_never_waits(self, client, story):
        rules(first_held=5, switch="moderated")
        user = factories.user()
        profile = story.byline_rows[0].author
        profile.user = user
        profile.save()
        assert send(story, client=self.log_in(user), stamp=None).json()["state"] == "approved"
        reply = Reply.objects.get()
        assert (reply.mark, reply.reason, reply.user) == ("author", "staff", user)
        assert '<span class="reply__mark">Author</span>' in client.get(story.url).content.decode()

    def test_others_of_the_newsroom_are_marked_as_staff(self, client, story):
        send(story, client=self.log_in(factories.user(is_superuser=True)))
        assert Reply.objects.get().mark == "staff"
        assert '<span class="reply__mark">Staff</span>' in client.get(story.url).content.decode()

    def test_account_without_the_admin_is_a_reader(self, story):
        send(story, client=self.log_in(factories.user()))
        assert (Reply.objects.get().mark, Reply.objects.get().user) == ("", None)

    def test_closed_is_closed_for_the_newsroom_too(self, story):
        rules(switch="closed")
        assert send(story, client=self.log_in(factories.user(is_superuser=True))).status_code == 403


class TestForetold:
    @pytest.mark.parametrize(
        ("values", "typed", "message"),
        [
            ({}, {}, "would be published at once"),
            ({"first_held": 1}, {}, "would wait for a moderator because the first replies"),
            ({"watched_words": "boat"}, {}, "because it holds a word that moderators look at first"),
            ({"blocked_words": "boat"}, {}, "because our filter is not sure"),
            ({"switch": "moderated"}, {}, "because at present every reply is read"),
        ],
    )
    def test_outcome_is_told_beforehand_and_nothing_is_stored(self, client, story, values, typed, message):
        rules(**values)
        assert message in told(send(story, to="check_reply", **typed))
        page = send(story, to="check_reply", headers=OURS, client=client, **typed).content.decode()
        assert message in page
        assert TEXT in page
        assert not Reply.objects.exists()

    def test_what_is_wrong_is_told_too(self, story):
        assert send(story, to="check_reply", text="").json()["errors"]["text"]

    def test_questions_are_limited(self, story):
        answers = [send(story, to="check_reply").status_code for _ in range(21)]
        assert answers == [200] * 20 + [429]


@pytest.mark.parametrize("field", ["text", "name", "email", "website", "parent", "writer", "stamp", "subject"])
def test_naughty_strings_are_no_error_of_ours(client, story, field):
    rules(ask_website=True, blocked_words="casino", watched_words="x")
    limits = {"text": 4_500, "name": 80}
    for pack in packed(limits.get(field, 250), most=12):
        Reply.objects.update(created_at=timezone.now() - timedelta(hours=1))
        response = send(story, **{field: pack})
        assert response.status_code in (201, 409, 422), response.content.decode()[:300]
    Reply.objects.update(state="approved")
    page = client.get(story.url)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()
    assert client.get(reverse("reply_feed", args=[story.pk])).status_code == 200


def test_bytes_that_are_no_form_are_no_error_of_ours(story):
    client = Client(raise_request_exception=False)
    path = reverse("post_reply", args=[story.pk])
    for body, kind in [
        (b"\xff\xfe" * 100, "application/x-www-form-urlencoded"),
        (b"text=%ed%a0%bd&name=%00&email=%ff", "application/x-www-form-urlencoded"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"a&" * 20_000, "application/x-www-form-urlencoded"),
    ]:
        assert client.post(path, body, content_type=kind, headers=OURS).status_code in (400, 422)


def test_null_in_the_name_is_dropped(story):
    send(story, name="Bo\0la", text="A\0B")
    assert Reply.objects.values_list("name", "text").get() == ("Bola", "AB")


def test_form_keeps_what_the_article_page_is(client, story):
    """No token, no time of this moment: one and the same page for everybody, all day."""
    first, second = client.get(story.url), Client().get(story.url)
    assert first.content == second.content
    assert not first.cookies
    assert "csrf" not in first.content.decode()
    assert "cookie" not in first.headers.get("vary", "").lower()
    for words in ("Leave a reply", "Your email address will not be published. Required fields are marked *",
                  "Save my name in this browser", "Mail me when somebody answers", "Post reply"):  # fmt: skip
        assert words in first.content.decode()


def test_filled_form_has_what_the_page_asks_for(client, story):
    page = client.get(story.url).content.decode()
    for name in filled(story):
        assert f'name="{name}"' in page
