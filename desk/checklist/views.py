"""A story's checklist on a page of its own, and what a desk requires."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from desk.checklist.forms import CustomChecks, LevelsForm
from desk.checklist.panel import checklist_context
from desk.checklist.ticks import answer
from desk.desk_screens import desk_tabs
from desk.models import SectionDesk
from desk.permissions import can_set_checklist, can_tick
from news.models import Article


class StoryChecklistView(WagtailAdminTemplateMixin, TemplateView):
    """Show where a story stands, and take ticks: from the side panel by script, from this page by its buttons."""

    template_name = "desk/checklist/story.html"
    page_title = "Checklist"
    header_icon = "list-ul"

    def dispatch(self, request, pk, *args, **kwargs):
        self.story = get_object_or_404(Article, pk=pk)
        if not self.story.permissions_for_user(request.user).can_edit() or self.story.alias_of_id:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def is_fetched(self) -> bool:
        return self.request.headers.get("x-requested-with") == "XMLHttpRequest"

    def get(self, request, *args, **kwargs):
        return self.fragment() if self.is_fetched else super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not can_tick(request.user, self.story):
            raise PermissionDenied
        try:
            answer(self.story, request.POST.get("item", ""), request.POST.get("done") == "true", request.user)
        except KeyError as error:
            raise BadRequest("The checklist of this story asks no such thing.") from error
        return self.fragment() if self.is_fetched else redirect("desk_story_checklist", self.story.pk)

    def fragment(self) -> HttpResponse:
        return HttpResponse(render_to_string("desk/checklist/list.html", self.standing(), self.request))

    def standing(self) -> dict[str, object]:
        return checklist_context(self.story.get_latest_revision_as_object(), self.request.user)

    def get_page_subtitle(self) -> str:
        return self.story.draft_title or self.story.title

    def get_breadcrumbs_items(self):
        story = {"url": reverse("wagtailadmin_pages:edit", args=[self.story.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, story, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **self.standing()}


class DeskChecklistView(WagtailAdminTemplateMixin, TemplateView):
    """Say what the checklist of one desk requires, recommends and leaves out, and what it asks besides."""

    template_name = "desk/checklist/desk.html"
    page_title = "Checklist"
    header_icon = "list-ul"

    def dispatch(self, request, pk, *args, **kwargs):
        if not can_set_checklist(request.user):
            raise PermissionDenied
        self.desk = get_object_or_404(SectionDesk.objects.select_related("section"), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        levels, checks = self.forms(request.POST)
        if not (levels.is_valid() and checks.is_valid()):
            messages.error(request, "Not saved: see the marked fields.")
            return self.render_to_response(self.get_context_data(levels=levels, checks=checks))
        with transaction.atomic():
            levels.save()
            checks.save()
        messages.success(request, f"The checklist of {self.desk.section.title} is saved. It holds from now on.")
        return redirect("desk_checklist", self.desk.pk)

    def forms(self, data=None) -> tuple:
        return LevelsForm(self.desk, data), CustomChecks(data, instance=self.desk, prefix="checks")

    def get_page_subtitle(self) -> str:
        return self.desk.section.title

    def get_breadcrumbs_items(self):
        desk = {"url": reverse("desk_detail", args=[self.desk.pk]), "label": self.desk.section.title}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": f"Checklist of {self.desk.section.title}"}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if "levels" not in context:
            context["levels"], context["checks"] = self.forms()
        return {**context, "desk": self.desk, "tabs": desk_tabs(self.desk, here="desk_checklist")}
