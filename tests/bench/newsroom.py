"""What a newsroom does while it is measured, in processes of its own: publishing, launching, moderating, editing.

Each change carries a number, so that every page that shows it tells how old it is: “Ferry 17 returns” was published
after “Ferry 16 returns”. Moments are those of time.monotonic(), which all processes of a machine share.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tests.bench import servers

CANARY = "canary-{}@private.example"  # e-mail addresses that no reader may ever see
ANY_CANARY = re.compile(rb"canary-\w+@private\.example")
SHOWN = {kind: re.compile(rf"{kind} (\d+) (?:returns|is shown|says)".encode()) for kind in ("Ferry", "Card", "Reader")}
ON_PAGE = 50  # replies: a hundred fill the story's page, and the newest are on the next one
WORDS = {"Ferry": "Ferry {} returns", "Card": "Card {} is shown", "Reader": "Reader {} says that the boat left at six."}


@dataclass
class Change:
    kind: str
    number: int
    asked: float
    committed: float


class Actor:
    """A process that does one thing of the newsroom each time it is told to."""

    def __init__(self, environment: dict[str, str], role: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.newsroom", role],
            cwd=servers.ROOT,
            env={
                **environment,
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "PYTHONPATH": os.pathsep.join([str(servers.ROOT / "site"), str(servers.ROOT)]),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.facts = self.read()

    def read(self) -> dict:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("A process of the newsroom ended: see above.")
        return json.loads(line)

    def act(self) -> Change:
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        return Change(**self.read())

    def close(self) -> None:
        with suppress(OSError):
            self.process.stdin.close()
        self.process.wait(timeout=30)

    def __enter__(self) -> "Actor":
        return self

    def __exit__(self, *error) -> None:
        self.close()


# In the process of its own


def account(name: str):
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    from tests.desk.editor_client import PASSWORD

    return get_user_model().objects.get_or_create(
        username=name,
        defaults={"password": make_password(PASSWORD), "email": CANARY.format(name), "is_superuser": True},
    )[0]


def a_story(place: int):
    """Return one of the newest stories: all fronts and lists show it."""
    from news.models import Article

    return Article.objects.published().newest_first()[place]


def publisher() -> tuple[dict, Callable[[int], None]]:
    """Publish a new headline of the newest story, as the clock does."""
    from django.db import transaction

    from desk.models import ChecklistTick
    from desk.publishing import put_live
    from news import sitemaps
    from news.models import Article

    story = a_story(0)
    ChecklistTick.objects.get_or_create(article=story, item="no-picture")
    section = story.get_parent()

    def act(number: int) -> None:
        latest = Article.objects.get(pk=story.pk).get_latest_revision_as_object()
        latest.title = WORDS["Ferry"].format(number)
        with transaction.atomic():
            put_live(latest.save_revision(), log_action="wagtail.publish.scheduled")

    return {
        "kind": "Ferry",
        "pages": [story.url, section.url, "/", "/feed/"],
        "lists": longest_lists(),
        "sitemap": f"/sitemap-articles.xml?p={len(list(sitemaps.KINDS['articles'].files()))}",
    }, act


def longest_lists() -> dict[str, str]:
    """Return the addresses of pages of the longest list of each kind: the first, one in the middle, the deepest."""
    from core.pagination import PAGE_SIZE
    from news.models import Section, Topic
    from news.stories import author_stories, section_stories, topic_stories
    from people.models import AuthorProfile

    found = {}
    for kind, model, stories in (
        ("section", Section, section_stories),
        ("topic", Topic, topic_stories),
        ("author", AuthorProfile, author_stories),
    ):
        longest = max(model.objects.all(), key=lambda item, stories=stories: len(stories(item)))
        last = -(-len(stories(longest)) // PAGE_SIZE)
        found[f"{kind}, first page"] = longest.url
        found[f"{kind}, middle page"] = f"{longest.url}?page={max(last // 2, 1)}"
        found[f"{kind}, deepest page"] = f"{longest.url}?page={last}"
        found[f"{kind}, feed"] = f"{longest.url}feed/"
    return found


def launcher() -> tuple[dict, Callable[[int], None]]:
    """Launch a container of the home page with another headline on its first card."""
    from desk.fronts.launching import launch, save_draft
    from news.models import Container
    from tests import factories

    editor = account("launcher")
    story = a_story(1)
    made = factories.container(title="Measured", cards=[factories.card(story)])

    def act(number: int) -> None:
        card = factories.card(story, headline=WORDS["Card"].format(number))
        save_draft(Container.objects.get(pk=made.pk), editor, cards=[card])
        launch(Container.objects.get(pk=made.pk), editor)

    return {"kind": "Card", "pages": ["/"]}, act


def moderator() -> tuple[dict, Callable[[int], None]]:
    """Approve a reply that waited; its writer's addresses are canaries."""
    from comments.deciding import decide
    from tests import factories

    editor = account("moderator")
    story = a_story(2)
    story.reader_replies.all().delete()  # of an earlier moderator
    approved: deque = deque()

    def act(number: int) -> None:
        reply = factories.held_reply(story, WORDS["Reader"].format(number), email=CANARY.format(f"reader{number}"))
        assert decide([reply.pk], "approved", editor).done
        approved.append(reply)
        if len(approved) > ON_PAGE:
            approved.popleft().delete()

    return {"kind": "Reader", "pages": [story.url]}, act


def editor() -> tuple[dict, Callable[[int], None]]:
    """Prepare a draft and somebody who may edit it; the saves are real requests (tests.desk.editor_client)."""
    from desk.desks import ensure_section_desk
    from news.models import Section
    from tests.desk.newsroom import draft, edit_url, form

    section = Section.objects.in_order()[0]
    who = account("editor")
    ensure_section_desk(section).section_editor.user_set.add(who)
    story = draft(section, who, headline="As it was")
    return {"kind": "", "username": who.username, "path": edit_url(story), "form": form(story)}, lambda number: None


ROLES = {"publisher": publisher, "launcher": launcher, "moderator": moderator, "editor": editor}


def main(role: str) -> None:
    import django

    django.setup()
    facts, act = ROLES[role]()
    print(json.dumps(facts), flush=True)
    for number, _ in enumerate(sys.stdin, start=1):
        asked = time.monotonic()
        act(number)
        change = {"kind": facts["kind"], "number": number, "asked": asked, "committed": time.monotonic()}
        print(json.dumps(change), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
