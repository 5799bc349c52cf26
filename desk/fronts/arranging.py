"""Which containers stand on a front, and in which order."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page

from desk.fronts.permissions import can_arrange, can_curate_section
from news.models import Container, Placement, Section

MOST = 30  # containers on one front


@transaction.atomic
def arrange(front: Page, containers: Sequence[Container], user) -> None:
    """Put these containers on a front, top down, in the place of those that stood there.

    Raise PermissionDenied when `user` may not, ValueError when there are too many or one twice.
    """
    if not can_arrange(user, front):
        raise PermissionDenied
    order = [container.pk for container in containers]
    if len(order) > MOST or len(set(order)) < len(order):
        raise ValueError(f"A front has {MOST} containers at most, each once.")
    Page.objects.select_for_update().get(pk=front.pk)
    before = {row.container_id: row for row in Placement.objects.filter(front=front)}
    Placement.objects.filter(pk__in=[row.pk for key, row in before.items() if key not in order]).delete()
    for place, key in enumerate(order):
        row = before.get(key) or Placement(front=front, container_id=key)
        row.sort_order = place
        row.save()
    # The whole order, so that a front can be read back as it was on any day.
    log(instance=front.specific, action="fronts.arrange", user=user, data={"containers": order})


@transaction.atomic
def add_container(front: Page, user, *, title: str, layout: str) -> Container:
    """Make an empty container at the end of a front; nobody sees it before its first launch.

    Raise PermissionDenied when `user` may not fill it or arrange the front, ValueError when the title will not do.
    """
    page = front.specific
    section = page if isinstance(page, Section) else None
    if not can_curate_section(user, section):
        raise PermissionDenied
    container = Container(title=title.strip(), layout=layout, section=section, live=False)
    try:
        container.clean_fields(exclude=["cards", "backfill"])
    except ValidationError as error:
        raise ValueError("Give the container a title of up to 80 characters.") from error
    container.save()
    log(instance=container, action="wagtail.create", user=user)
    container.save_revision(user=user)
    arrange(front, [*Container.objects.on_front(front), container], user)
    return container
