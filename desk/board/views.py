"""The board's two addresses: the board, and where its cards are moved."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from desk.board.alerts import alerts_for
from desk.board.board import Board
from desk.board.filters import BoardFilters
from desk.board.moves import LONGEST_NOTE, MoveRefused, NoteNeeded, move_card
from desk.visibility import can_see_board, places


class BoardView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/board.html"
    page_title = "Board"
    header_icon = "tasks"

    def dispatch(self, request, *args, **kwargs):
        if not can_see_board(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self):
        if not places(self.request.user, "add"):
            return []
        return [HeaderButton("New pitch", reverse("desk_pitch_add"), icon_name="plus")]

    def get_context_data(self, **kwargs):
        filters = BoardFilters(self.request.user, self.request.GET)
        board = Board(self.request.user, filters)
        return {
            **super().get_context_data(**kwargs),
            "filters": filters,
            "columns": board.shown(),
            "alerts": alerts_for(self.request.user),
            "here": self.request.get_full_path(),
            "longest_note": LONGEST_NOTE,
        }


@require_POST
def move_card_view(request: HttpRequest) -> HttpResponse:
    """Move a card and answer in words: as JSON to the board's script, by a redirect to a plain form."""
    if not can_see_board(request.user):
        raise PermissionDenied
    # A plain button carries everything in its value: “story-12 copy_edit 345”.
    card, target, revision = [*request.POST.get("move", "").split(" "), "", "", ""][:3]
    wants_json = request.headers.get("accept", "").startswith("application/json")
    back = get_valid_next_url_from_request(request) or reverse("desk_board")
    note = request.POST.get("note", "")
    try:
        moved = move_card(request.user, card, target, note, revision)
    except NoteNeeded as needed:
        if wants_json:
            return JsonResponse({"moved": False, "message": "Say in a note what should change."}, status=409)
        return render(
            request,
            "desk/request_changes.html",
            {"headline": needed.headline, "move": request.POST["move"], "next": back, "longest_note": LONGEST_NOTE},
        )
    except MoveRefused as refusal:
        if wants_json:
            return JsonResponse({"moved": False, "message": str(refusal)}, status=409)
        messages.error(request, str(refusal))
    else:
        if wants_json:
            return JsonResponse({"moved": True, "message": moved.message, "url": moved.url})
        messages.success(request, moved.message, buttons=[messages.button(moved.url, "Open in the editor")])
    return redirect(back)
