"""What all the moderators' views have in common: whom they let in, and how they answer."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from comments.models import Reply
from comments.permissions import is_moderator


class ModeratorMixin(WagtailAdminTemplateMixin):
    """Let in who moderates anything."""

    header_icon = "openquote"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not self.may_enter(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self, user) -> bool:
        return is_moderator(user)

    def get_breadcrumbs_items(self):
        queue = {"url": reverse("reply_queue"), "label": "Replies"}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]


class ReplyMixin(ModeratorMixin):
    """Show one reply; others' look as if they did not exist."""

    @cached_property
    def reply(self) -> Reply:
        rows = Reply.objects.for_moderator(self.request.user).select_related("parent", "decided_by", "article")
        reply = rows.filter(pk=self.kwargs["pk"]).first()
        if reply is None:
            raise Http404
        return reply

    def get_back_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("reply_detail", args=[self.reply.pk])


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def answer(request: HttpRequest, message: str, *, is_done: bool, fallback: str = "", **facts) -> HttpResponse:
    """Tell what came of a form: as JSON to a script (409 when nothing was done), else by a redirect with a message."""
    if wants_json(request):
        return JsonResponse({"message": message, **facts}, status=200 if is_done else 409)
    (messages.success if is_done else messages.error)(request, message)
    return redirect(get_valid_next_url_from_request(request) or fallback or reverse("reply_queue"))
