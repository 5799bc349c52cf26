"""Fill an own database with what the clock has to do: stories, bundles, a story and a bundle that cannot go out.

python -m tests.desk.fill_for_clock NUMBER_OF_STORIES NUMBER_OF_BUNDLES
"""

import sys
from datetime import timedelta

MEMBERS = 3


def fill(stories: int, bundles: int) -> None:
    from django.utils import timezone

    from tests import factories
    from tests.desk.newsroom import scheduled

    section = factories.section("Politics")
    due = timezone.now() - timedelta(minutes=5)
    poisoned(scheduled(section, "Poison", minutes_ago=9))
    for number in range(stories):
        scheduled(section, f"Story {number}")
    for number in range(bundles):
        make_bundle(section, f"Bundle {number}", due)
    make_bundle(section, "Poison bundle", due, poison=True)


def poisoned(story) -> None:
    """Take the story's address away, so that it cannot be published."""
    revision = story.latest_revision
    revision.content["slug"] = story.get_siblings(inclusive=False).values_list("slug", flat=True).first() or ""
    revision.content["title"] = ""
    revision.save()


def make_bundle(section, title: str, due, poison: bool = False) -> None:
    from desk.models import Bundle, BundleItem
    from desk.versions import fingerprint
    from tests import factories
    from tests.desk.newsroom import complete, fresh

    bundle = Bundle.objects.create(title=title, go_live_at=due, status=Bundle.Status.SCHEDULED)
    for number in range(MEMBERS):
        name = f"Poisoned {number}" if poison else f"{title}, Story {number}"
        story = factories.article(name, section, live=False, first_published_at=None)
        complete(story)
        story.save_revision()
        if poison and number == MEMBERS - 1:
            poisoned(fresh(story))
        revision = fresh(story).latest_revision
        BundleItem.objects.create(
            bundle=bundle, item=story, sort_order=number, revision=revision, text=fingerprint(revision.content)
        )


if __name__ == "__main__":
    import django

    django.setup()
    fill(int(sys.argv[1]), int(sys.argv[2]))
