"""A front costs the same however much there is to show, and to choose from."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.renditions import FALLBACK_SPEC, make
from news.fronts.cards import front_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]

BUDGET = 15
PAGES = ("/", "/section-0/", "/section-0/inside/")


def picture():
    image = factories.picture(size=(420, 260))
    make(image, [FALLBACK_SPEC])
    return image


class Paper:
    def __init__(self) -> None:
        self.sections = [factories.section(f"Section {number}") for number in range(3)]
        self.inside = factories.section("Inside", self.sections[0])
        self.author = factories.author(portrait=picture())
        self.topic = factories.topic("Money")
        self.hours = 0

    def file(self, count: int) -> list:
        self.hours += 1
        published = timezone.now() - timedelta(hours=self.hours)
        filed = [
            factories.article(
                parent=[*self.sections, self.inside][number % 4],
                authors=[self.author, factories.author(portrait=picture())],
                topics=[self.topic],
                kind="opinion" if number % 4 == 0 else "news",
                lead_image=picture(),
                first_published_at=published - timedelta(minutes=number),
            )
            for number in range(count)
        ]
        for number, story in enumerate(filed):
            factories.reads(story, number)
        return filed

    def containers(self, count: int) -> None:
        layouts = ("lead", "most_read", "three", "opinion", "list", "package", "strip", "four", "latest", "ticker")
        for number in range(count):
            one, two, three = self.file(3)
            section = self.sections[number % 3]
            sublinks = [{"type": "item", "id": "s", "value": {"article": three.pk}}]
            factories.container(
                layout=layouts[number % len(layouts)],
                section=section,
                cards=[
                    factories.card(one, picture=picture().pk, second_picture=picture().pk, sublinks=sublinks),
                    factories.card(two),
                    factories.card(kind="latest", section=section.pk),
                    factories.card(kind="latest", topic=self.topic.pk),
                    factories.card(kind="link", url="/about/", headline="About", picture=picture().pk),
                ],
                fill={
                    "sections": [section.pk],
                    "topics": [self.topic.pk] if number % 2 else [],
                    "author": self.author.pk if number % 3 == 0 else None,
                    "max_age": 48 + number,
                    "order": "most_read" if number % 2 else "newest",
                },
            )

    def place_everywhere(self) -> None:
        """Put the home page's containers on the sections' fronts as well."""
        for front in (self.sections[0], self.inside):
            for placement in factories.home().placements.exclude(container__placements__front=front):
                factories.place(placement.container, front)


def queries(action) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        action()
    return [query["sql"] for query in found]


def explain(statements) -> str:
    return "\n".join(f"{number}. {sql[:300]}" for number, sql in enumerate(statements, 1))


def test_twelve_containers_with_pictures_are_resolved_and_loaded_within_the_budget():
    paper = Paper()
    paper.containers(12)
    paper.file(6)
    front_of(factories.home())

    found = queries(lambda: front_of(factories.home()))

    assert len(found) <= BUDGET, explain(found)


@pytest.mark.parametrize("path", PAGES)
def test_a_curated_page_stays_within_the_budget_and_costs_the_same_with_more(client, path):
    paper = Paper()
    paper.containers(1)
    paper.place_everywhere()
    paper.file(4)
    client.get(path)
    one = queries(lambda: client.get(path))

    paper.containers(11)
    paper.place_everywhere()
    paper.file(10)
    factories.section(parent=paper.inside)
    cache.clear()
    client.get(path)
    twelve = queries(lambda: client.get(path))

    assert len(client.get(path).context["curated"].containers) == 12
    assert len(twelve) == len(one), f"{explain(one)}\n\n{explain(twelve)}"
    assert len(twelve) <= BUDGET, explain(twelve)
