"""The pages that replies have of their own, as a reader without a script sees them."""

import pytest
from django.urls import reverse
from lxml import html

from comments.stamps import outcome_token
from tests import factories
from tests.comments.form import rules

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PAGES = ["post_reply", "answer_reply", "reply_thread", "report_reply", "reply_reported", "reply_sent"]


@pytest.fixture
def pages():
    rules(ask_website=True)
    story = factories.article("The ferry", factories.section("Politics"))
    first = factories.reply(story)
    answer = factories.reply(story, parent=first)
    arguments = {
        "post_reply": [story.pk],
        "answer_reply": [story.pk, answer.pk],
        "reply_thread": [first.pk],
        "report_reply": [answer.pk],
        "reply_reported": [answer.pk],
        "reply_sent": [outcome_token(answer.pk)],
    }
    return {name: reverse(name, args=arguments[name]) for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_and_out_of_the_index(client, pages, name):
    response = client.get(pages[name])
    tree = html.fromstring(response.content.decode())
    assert response.status_code == 200
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//head/title)").strip()
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    assert not response.cookies
    assert "csrf" not in response.content.decode()
    assert not tree.xpath("//style | //*[@style] | //script[not(@src)]")


@pytest.mark.parametrize("name", PAGES)
def test_every_field_has_a_label_and_every_link_leads_somewhere(client, pages, name):
    tree = html.fromstring(client.get(pages[name]).content.decode())
    for field in tree.xpath("//main//input[not(@type='hidden')] | //main//textarea"):
        labelled = field.xpath("ancestor::label") or tree.xpath(f"//label[@for='{field.get('id')}']")
        assert labelled, html.tostring(field)
    for link in tree.xpath("//main//a/@href"):
        if link.startswith("/"):
            assert client.get(link.partition("#")[0]).status_code in (200, 302), link


@pytest.mark.parametrize("name", ["post_reply", "answer_reply"])
def test_form_page_is_never_kept(client, pages, name):
    assert "no-store" in client.get(pages[name]).headers["cache-control"]


@pytest.mark.parametrize("name", [name for name in PAGES if name not in ("post_reply", "report_reply")])
def test_pages_to_read_take_nothing(client, pages, name):
    assert client.post(pages[name]).status_code in (403, 405)
