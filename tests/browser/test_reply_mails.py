"""Mails about answers: asked for below a story, confirmed from a mail, sent, and stopped from the next one."""

import email
import re
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import eventually
from tests.browser.test_replies import QUIET, fill, outcome, post, slowly

pytestmark = pytest.mark.once

ASKER, ADDRESS = "Ngozi Reads", "ngozi@mail.example"
ANSWERER = "Tare Answers"


@pytest.fixture
def mails(newsroom):
    """Return the texts of the mails that went to an address with a word in the subject; needs the newsroom's files."""
    if not newsroom.environment.get("DATA_DIR"):  # only with NEWSROOM_URL, while somebody writes a test (conftest.py)
        pytest.skip("a newsroom started by hand is looked into only with NEWSROOM_DATA")

    def read(to: str, about: str) -> list[str]:
        found = []
        for path in Path(newsroom.environment["DATA_DIR"], "mail").glob("*.log"):
            # As Django's file backend writes them: one after the other, a line of dashes behind each.
            for raw in re.split(r"^-{79}$", path.read_text(), flags=re.MULTILINE):
                mail = email.message_from_string(raw.strip(), policy=default)
                if to in str(mail["To"]) and about in str(mail["Subject"]):
                    found.append(mail.get_body(("plain",)).get_content())
        return found

    return read


def test_mails_about_answers_from_the_wish_to_the_last(page_in, person, mails, assert_accessible):
    reader = page_in(QUIET)
    fill(reader, "Who decides about the extra hour?", ASKER, ADDRESS)
    reader.get_by_label("Mail me when somebody answers").check()
    slowly(reader)
    post(reader)
    expect(outcome(reader)).to_contain_text("Your reply waits for a moderator")
    assert mails(ADDRESS, "") == []  # nobody is written to for what no moderator let pass

    moderator = person("moderator")
    approve(moderator, ASKER)
    [question] = eventually(lambda: mails(ADDRESS, "was it you?"))
    assert "extra hour" not in question
    reader.goto(link("yes", question))
    assert_accessible(reader)
    reader.get_by_role("button", name="Yes, mail me").click()
    expect(reader.get_by_role("main")).to_contain_text("We will mail you when somebody answers your reply.")
    assert not reader.context.cookies()

    other = page_in(QUIET)
    own = other.locator("#replies .reply", has_text="Who decides about the extra hour?").last
    own.get_by_role("link", name=re.compile("^Reply")).first.click()
    fill(other, "The minister does, by decree.", ANSWERER, "tare@mail.example")
    slowly(other)
    post(other)
    approve(moderator, ANSWERER)
    [letter] = eventually(lambda: mails(ADDRESS, f"{ANSWERER} answered"))
    assert "The minister does, by decree." in letter
    assert "tare@mail.example" not in letter

    reader.goto(link("stop", letter))
    assert_accessible(reader)
    reader.get_by_role("button", name="Stop these mails").click()
    expect(reader.get_by_role("main")).to_contain_text("You will get no more mails about answers to this reply.")


def approve(moderator: Page, name: str) -> None:
    moderator.goto(f"/admin/replies/?q={name}")
    row = moderator.locator("[data-reply]").first
    row.get_by_role("button", name=re.compile("^Approve")).click()
    expect(moderator.locator("[data-said]")).to_contain_text("1 reply approved.")


def link(kind: str, text: str) -> str:
    """Return the path of the link of that kind in a mail, without the host that the newsroom was made with."""
    return re.search(rf"(/replies/mail/{kind}/\S+)", text)[1]
