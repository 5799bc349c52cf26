"""The board's page, and what its scripts ask for."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.images.widgets import AdminImageChooser
from wagtail.snippets.widgets import AdminSnippetChooser

from core.clocks import zone_help
from desk.fronts.board import clipboard
from desk.fronts.board.feed import FeedForm, feed
from desk.fronts.board.reasons import answers
from desk.fronts.board.showing import DRAFT, LIVE, BoardContainer, FrontBoard, state_of
from desk.fronts.front_view import FrontMixin, FrontScreenMixin
from desk.fronts.permissions import can_arrange, can_curate_section
from desk.visibility import places
from news.fronts.layouts import CHOICES
from news.fronts.previews import front_context
from news.models import Article, Container, Section, Topic

LAST_PAGE = 1000  # of the feed


class BoardMixin(FrontMixin):
    """What the board's addresses have in common: they answer with parts of its page."""

    def render(self, template: str, **context) -> str:
        return render_to_string(f"desk/fronts/board/{template}", {"front": self.front, **context}, self.request)

    def fragment(self, template: str, **context) -> HttpResponse:
        return HttpResponse(self.render(template, **context))

    def container_html(self, board: FrontBoard, entry: BoardContainer) -> str:
        return self.render("container.html", entry=entry, board=board, layouts=CHOICES)

    def number(self, name: str) -> int:
        """Return a number from the address; 0 for what is none."""
        found = self.request.GET.get(name, "")
        return int(found) if found.isdecimal() and len(found) < 19 else 0


class BoardView(FrontScreenMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/fronts/board.html"
    page_title = "Front"
    header_icon = "desktop"

    def get_breadcrumbs_items(self):
        *above, board, _ = super().get_breadcrumbs_items()
        return [*above, {**board, "url": ""}]

    @cached_property
    def header_buttons(self):
        places = [self.front.pk]
        buttons = [
            HeaderButton("View live", self.front.url or "/", icon_name="link-external", attrs={"target": "_blank"}),
            HeaderButton("As it was", reverse("desk_front_replay", args=places), icon_name="history"),
        ]
        if can_arrange(self.request.user, self.front):
            buttons.append(HeaderButton("Arrange", reverse("desk_front_arrange", args=places), icon_name="order"))
        return buttons

    def get_context_data(self, **kwargs):
        user = self.request.user
        board = FrontBoard(self.front, user)
        entries = board.containers()
        section = self.front if isinstance(self.front, Section) else None
        may_add = board.may_arrange and can_curate_section(user, section)
        others = Container.objects.exclude(pk__in=[row.pk for row in board.rows]).select_related("section")
        return super().get_context_data(
            front=self.front,
            board=board,
            entries=entries,
            order=[row.pk for row in board.rows],
            feed_form=FeedForm(front=self.front),
            may_add=may_add,
            others=others[:500] if board.may_arrange else (),
            layouts=CHOICES,
            zone_help=zone_help(),
            choosers=AdminImageChooser().media + AdminSnippetChooser(Topic).media,
            **kwargs,
        )


class ContainersView(BoardMixin):
    """Give the board's containers again, as drafts or as readers see them."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        version = LIVE if request.GET.get("version") == LIVE else DRAFT
        board = FrontBoard(self.front, request.user, version)
        return JsonResponse(
            {
                "containers": [
                    {
                        "id": entry.container.pk,
                        "version": entry.version,
                        "html": self.container_html(board, entry),
                    }
                    for entry in board.containers()
                ]
            }
        )


class StateView(BoardMixin):
    """Say which version each container has: a board asks every few seconds whether others have changed something."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        board = Container.objects.on_front(self.front).select_related("latest_revision")
        return JsonResponse({"containers": [[row.pk, state_of(row)] for row in board]})


class FeedView(BoardMixin):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        board = FrontBoard(self.front, request.user)
        placed = board.resolution.standing()
        number = min(max(self.number("p"), 1), LAST_PAGE)
        found = feed(self.front, request.user, FeedForm(request.GET), number, placed)
        return self.fragment("feed.html", feed=found)


class WhyView(BoardMixin):
    """Say why a story stands on the front or not."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        story = Article.objects.filter(pk=self.number("story")).first()
        if story is None or not may_see(request.user, story):
            raise Http404
        board = FrontBoard(self.front, request.user)
        return self.fragment("why.html", story=story, answers=answers(board, story))


def may_see(user, story: Article) -> bool:
    """Tell whether a story is no secret from `user`: readers can read it, or they work in its section."""
    is_public = Article.objects.published().filter(pk=story.pk).exists()
    return is_public or any(story.path.startswith(path) for path in places(user))


class RemovedView(BoardMixin):
    """List the cards that left a container with a launch."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        container = get_object_or_404(Container.objects.on_front(self.front), pk=self.number("container"))
        removed = list(container.removed_cards.select_related("removed_by"))
        cards = clipboard.shown([row.card for row in removed], request.user)
        return self.fragment("removed.html", container=container, rows=list(zip(removed, cards, strict=False)))


class PreviewView(BoardMixin):
    """Show the front as it would be if every draft on it were launched now."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return TemplateResponse(request, "news/previews/container.html", front_context(self.front))
