"""Who fills a container, who says which containers stand on a front, and who sets the breaking news banner.

They are different rights.
"""

from django.db.models import Q, QuerySet
from wagtail.models import Page

from desk.visibility import places, within
from news.models import Article, BreakingNews, Container, HomePage, Section

CURATE_HOME = "news.curate_home"
ANSWERS = "unlock"  # the page permission of those who answer for a section: its editors and managing editors


def can_curate_home(user) -> bool:
    """Tell whether `user` fills and arranges the home page's front."""
    return user.is_active and user.has_perm(CURATE_HOME)


def can_curate_section(user, section: Section | None) -> bool:
    """Tell whether `user` answers for a section and so fills its containers; no section stands for the home page."""
    if section is None:
        return can_curate_home(user)
    return answers_for(user, section)


def answers_for(user, page: Page) -> bool:
    """Tell whether `user` is an editor of the section of a page, or a managing editor."""
    return any(page.path.startswith(path) for path in places(user, ANSWERS))


def can_curate(user, container: Container) -> bool:
    """Tell whether `user` may fill a container and launch it, wherever it stands."""
    return can_curate_section(user, container.section)


def can_delete_container(user, container: Container) -> bool:
    """Tell whether `user` may delete a container; while it stands on a front nobody may."""
    return can_curate(user, container) and not container.placements.exists()


def can_arrange(user, front: Page) -> bool:
    """Tell whether `user` may say which containers stand on a front, and in which order."""
    page = front.specific
    if isinstance(page, HomePage):
        return can_curate_home(user)
    return isinstance(page, Section) and can_curate_section(user, page)


def can_open_board(user, front: Page) -> bool:
    """Tell whether the board of a front, and its past, are for `user`: they arrange it or fill a container on it."""
    return can_arrange(user, front) or curated_by(user).filter(placements__front=front).exists()


def curated_sections(user) -> QuerySet[Section]:
    """Return the sections whose containers `user` fills."""
    return Section.objects.filter(within(places(user, ANSWERS))).in_order()


def curates_something(user) -> bool:
    """Tell whether fronts have anything for `user` to do."""
    # Asked on every page of the admin, for its menu: without a query of its own.
    return can_curate_home(user) or bool(places(user, ANSWERS))


def curated_by(user) -> QuerySet[Container]:
    """Return the containers that `user` may fill."""
    theirs = Q(section__in=curated_sections(user))
    return Container.objects.filter(theirs | Q(section=None) if can_curate_home(user) else theirs)


def arranged_by(user) -> list[Page]:
    """List the fronts that `user` arranges: the home page first, then sections in their order."""
    homes = list(HomePage.objects.order_by("path")) if can_curate_home(user) else []
    return [*homes, *curated_sections(user)]


# Stories


def readable_stories(user) -> QuerySet[Article]:
    """Return the stories that `user` may read today: the published ones, and all of the sections they answer for."""
    paths = places(user, ANSWERS)
    if "" in paths:
        return Article.objects.all()
    return Article.objects.published() | Article.objects.filter(within(paths))


# Breaking news


def can_set_breaking(user, story: Article) -> bool:
    """Tell whether `user` may put a story on the breaking news banner now: one of theirs that every reader may see."""
    return answers_for_banner(user, story) and Article.objects.published().filter(pk=story.pk).exists()


def can_change_breaking(user, banner: BreakingNews) -> bool:
    """Tell whether `user` may reword the banner, end it later or take it down, also when its story is gone."""
    return answers_for_banner(user, banner.story)


def answers_for_banner(user, story: Article) -> bool:
    """Tell whether a story is one that `user` may send to the whole site; asks nothing of the story."""
    return answers_for(user, story) or can_curate_home(user)
