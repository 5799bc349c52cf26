"""What the board's scripts send. Each answers with the containers as they are then, or says in words why not."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.clocks import both_clocks
from desk.fronts.arranging import add_container, arrange
from desk.fronts.board import clipboard
from desk.fronts.board.card_form import CardForm
from desk.fronts.board.cards import BoardCard, Loaded
from desk.fronts.board.saving import UNREADABLE, Change, NotSaved, changes, save
from desk.fronts.board.showing import FrontBoard
from desk.fronts.board.views import BoardMixin
from desk.fronts.launching import (
    Refused,
    Stale,
    cancel_launch,
    changed_by,
    discard,
    launch,
    put_back,
    schedule_launch,
    version_of,
)
from news.fronts.layouts import LAYOUTS
from news.fronts.plans import Resolution
from news.models import Container, RemovedCard

MOVED_ON = "This card is no longer in the container: somebody has taken it out."


class ActionView(BoardMixin):
    """Do one thing to some containers; refusals are answered with 409 and words for the editor."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            return self.act()
        except NotSaved as error:
            return self.refused(str(error), error.container, error.is_stale)
        except Refused as error:
            return self.refused(str(error), self.sent_number("container"), isinstance(error, Stale))

    def act(self) -> HttpResponse:
        raise NotImplementedError

    def sent_number(self, name: str) -> int:
        found = self.request.POST.get(name, "")
        return int(found) if found.isdecimal() and len(found) < 19 else 0

    def container(self) -> Container:
        return get_object_or_404(Container.objects.on_front(self.front), pk=self.sent_number("container"))

    @property
    def base(self) -> str:
        return self.request.POST.get("base", "")

    def answer(self, *containers: Container, message: str = "", status: int = 200, **more: Any) -> JsonResponse:
        """Return the containers as they are now, and what else the board wants to know."""
        board = FrontBoard(self.front, self.request.user)
        wanted = {container.pk for container in containers}
        found = [
            {"id": entry.container.pk, "version": entry.version, "html": self.container_html(board, entry)}
            for entry in board.containers()
            if entry.container.pk in wanted
        ]
        order = [row.pk for row in board.rows]
        return JsonResponse({"containers": found, "order": order, "message": message, **more}, status=status)

    def refused(self, message: str, container: int = 0, is_stale: bool = False) -> JsonResponse:
        found = Container.objects.on_front(self.front).filter(pk=container)
        return self.answer(*found, message=message, status=409, stale=is_stale, container=container)


class SaveView(ActionView):
    """Save the cards of the containers that changed, all or none."""

    def act(self) -> HttpResponse:
        return self.answer(*save(self.front, changes(self.request.body), self.request.user))


class LaunchView(ActionView):
    def act(self) -> HttpResponse:
        found = launch(self.container(), self.request.user, base=self.base)
        return self.answer(found, message=f"“{found}” is launched: readers see it now.")


class DiscardDraftView(ActionView):
    def act(self) -> HttpResponse:
        found = discard(self.container(), self.request.user, base=self.base)
        return self.answer(found, message=f"The draft of “{found}” is discarded; it stays in the history.")


class ScheduleView(ActionView):
    """Schedule a launch, or take it back when no time is sent."""

    def act(self) -> HttpResponse:
        container, sent = self.container(), self.request.POST.get("at", "")
        if not sent:
            found = cancel_launch(container, self.request.user)
            return self.answer(found, message=f"“{found}” will not be launched by itself. Its draft stays.")
        found = schedule_launch(container, self.request.user, self.time(sent), base=self.base)
        when = both_clocks(self.time(sent))
        return self.answer(found, message=f"“{found}” as it is now will be launched on {when}.")

    def time(self, sent: str):
        try:
            at = parse_datetime(sent)
        except ValueError:
            at = None
        if at is None:
            raise Refused("Write a date and a time, such as 2026-12-01 18:00.")
        return timezone.make_aware(at) if timezone.is_naive(at) else at


class PutBackView(ActionView):
    def act(self) -> HttpResponse:
        standing = Container.objects.on_front(self.front)
        removed = get_object_or_404(RemovedCard, pk=self.sent_number("removed"), container__in=standing)
        found = put_back(removed, self.request.user)
        return self.answer(found, message="The card is back, at the top of the draft.")


class ArrangeContainersView(ActionView):
    """Put the containers into another order, add one or take one off; readers see that at once."""

    def act(self) -> HttpResponse:
        post = self.request.POST
        standing = list(Container.objects.on_front(self.front))
        if post.get("base", "") != ",".join(str(row.pk) for row in standing):
            raise Refused(
                "Somebody else has arranged this front meanwhile: nothing was changed. It is shown as it is now."
            )
        try:
            if "title" in post:
                found = add_container(self.front, self.request.user, title=post["title"], layout=self.layout())
                return self.answer(
                    found, message=f"“{found}” stands at the end now. Readers see it when it is launched."
                )
            rows = self.rows(post.get("order", ""))
            arrange(self.front, rows, self.request.user)
        except ValueError as error:
            raise Refused(str(error)) from error
        added = [row for row in rows if row not in standing]
        return self.answer(*added, message=f"“{self.front.title}” is arranged: readers see it now.")

    def layout(self) -> str:
        layout = self.request.POST.get("layout", "")
        if layout not in LAYOUTS:
            raise Refused("Choose a layout.")
        return layout

    def rows(self, order: str) -> list[Container]:
        keys = [int(key) for key in order.split(",") if key.isdecimal() and len(key) < 19]
        found = Container.objects.in_bulk(keys)
        return [found[key] for key in keys if key in found]


class CardView(ActionView):
    """Show and save the form of one card."""

    def find(self, container: Container, name: str) -> tuple[Container, dict]:
        draft = container.get_latest_revision_as_object()
        row = next((row for row in draft.card_rows() if row["id"] == name), None)
        if row is None:
            raise NotSaved(MOVED_ON, container.pk, is_stale=True)
        return draft, row

    def card(self, draft: Container, row: dict) -> BoardCard:
        return Loaded([draft], Resolution(), self.request.user).card(row, draft.shape)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        container = get_object_or_404(Container.objects.on_front(self.front), pk=self.number("container"))
        try:
            draft, row = self.find(container, request.GET.get("card", ""))
        except NotSaved as error:
            raise Http404(str(error)) from error
        form = CardForm(self.card(draft, row), row, draft)
        return self.fragment("card_form.html", form=form, container=container)

    def act(self) -> HttpResponse:
        container = self.container()
        draft, row = self.find(container, self.request.POST.get("card", ""))
        card = self.card(draft, row)
        # The card as it was when the form was opened: what others do to other cards is no matter.
        if self.request.POST.get("was") != card.row:
            raise NotSaved(f"This card was {changed_by(container)}: yours is not saved.", container.pk, is_stale=True)
        form = CardForm(card, row, draft, self.request.POST)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
        cards = [{**found, "value": form.value()} if found["id"] == row["id"] else found for found in draft.card_rows()]
        change = Change(container.pk, version_of(container), cards)
        return self.answer(*save(self.front, [change], self.request.user))


class ClipboardView(ActionView):
    """Show the clipboard, lay a card on it, or take one off."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.fragment("clipboard.html", cards=clipboard.cards_of(request.user))

    def act(self) -> HttpResponse:
        try:
            sent = json.loads(self.request.body)
            card, name = sent.get("put"), sent.get("take_off")
        except (ValueError, AttributeError, RecursionError) as error:
            raise NotSaved(UNREADABLE) from error
        if card is not None:
            clipboard.put(self.request.user, card)
        else:
            clipboard.take_off(self.request.user, str(name))
        return JsonResponse({"html": self.render("clipboard.html", cards=clipboard.cards_of(self.request.user))})
