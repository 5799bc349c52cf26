"""Pitch, change, drop and start; plan a story that exists."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views import generic
from wagtail.log_actions import log
from wagtail.models import Page

from desk.models import Assignment
from desk.pitches.forms import PitchForm, PlanForm
from desk.pitches.permissions import can_edit_pitch, can_plan, can_start, sections_to_pitch
from desk.pitches.start import start_writing
from desk.visibility import places, within
from news.models import Article


def warn_when_past(request: HttpRequest, form: PlanForm) -> None:
    if form.is_due_in_the_past:
        messages.warning(request, "The due time is in the past: the card counts as overdue from the start.")


class PitchCreateView(generic.CreateView):
    model = Assignment
    form_class = PitchForm
    template_name = "desk/pitch_form.html"
    page_title = "New pitch"
    header_icon = "edit"
    permission_required = None
    add_url_name = "desk_pitch_add"
    edit_url_name = "desk_pitch_edit"
    index_url_name = "desk_board"
    submit_button_label = "Pitch it"
    success_message = "“%(object)s” is on the board."
    error_message = "Not pitched yet: see below."

    def dispatch(self, request, *args, **kwargs):
        if not sections_to_pitch(request.user).exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self):
        return breadcrumbs(self.page_title)

    def save_instance(self):
        self.form.instance.created_by = self.request.user
        warn_when_past(self.request, self.form)
        return super().save_instance()

    def get_success_url(self) -> str:
        return reverse("desk_board")


class PitchEditView(generic.EditView):
    model = Assignment
    form_class = PitchForm
    template_name = "desk/pitch_form.html"
    permission_required = None
    header_icon = "edit"
    edit_url_name = "desk_pitch_edit"
    index_url_name = "desk_board"
    success_message = "“%(object)s” was changed."
    error_message = "Not saved yet: see below."

    can_delete = False  # dropped instead: an idea may come back

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_object(self, queryset=None) -> Assignment:
        return find_pitch(self.request, self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if self.object.story_id:  # begun since: the link on an old board leads to the story
            return redirect("wagtailadmin_pages:edit", self.object.story_id)
        if not can_edit_pitch(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.object.title

    def get_breadcrumbs_items(self):
        return breadcrumbs(self.object.title)

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "pitch": self.object,
            "can_start": can_start(self.request.user, self.object),
        }

    def save_instance(self):
        warn_when_past(self.request, self.form)
        return super().save_instance()

    def get_success_url(self) -> str:
        return reverse("desk_board")

    def get_success_buttons(self):
        return []


class PlanView(generic.EditView):
    """Set due time, assignee, length and brief of a story, also of one that began without a pitch."""

    model = Assignment
    form_class = PlanForm
    permission_required = None
    header_icon = "calendar"
    index_url_name = "desk_board"
    success_message = "The plan of “%(object)s” is kept."
    error_message = "Not saved yet: see below."

    can_delete = False

    @cached_property
    def story(self) -> Article:
        stories = Article.objects.filter(within(places(self.request.user))).select_related("assignment")
        return get_object_or_404(stories, pk=self.kwargs["pk"])

    def get_object(self, queryset=None) -> Assignment:
        found = getattr(self.story, "assignment", None)
        return found or Assignment(story=self.story, section=self.story.section.specific, title=self.headline)

    @property
    def headline(self) -> str:
        return self.story.draft_title or self.story.title

    def dispatch(self, request, *args, **kwargs):
        if not can_plan(request.user, self.story):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"Plan: {self.headline}"

    def get_breadcrumbs_items(self):
        return breadcrumbs(f"Plan: {self.headline}")

    def get_edit_url(self) -> str:
        return reverse("desk_story_plan", args=[self.story.pk])

    def save_instance(self):
        plan = self.form.instance
        plan.title = self.headline[:255]
        warn_when_past(self.request, self.form)
        if plan.pk is None:
            plan.created_by = self.request.user
            # Of two first plans at once the second changes the one that the first has made.
            Page.objects.select_for_update(of=("self",)).get(pk=self.story.pk)
            plan.pk = Assignment.objects.filter(story=self.story).values_list("pk", flat=True).first()
            plan._state.adding = plan.pk is None
            plan.created_at = timezone.now()
        return super().save_instance()

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or reverse("wagtailadmin_pages:edit", args=[self.story.pk])

    def get_success_buttons(self):
        return []


def breadcrumbs(title: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_board"), "label": "Board"},
        {"url": "", "label": title},
    ]


def find_pitch(request: HttpRequest, pk: int) -> Assignment:
    return get_object_or_404(Assignment.objects.visible_to(request.user).for_card(), pk=pk)


@require_POST
def start_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the editor on the pitch's story, made now or by a click before."""
    pitch = find_pitch(request, pk)
    if not pitch.story_id:
        if pitch.dropped_at or not can_start(request.user, pitch):
            raise PermissionDenied
        story = start_writing(pitch, request.user)
        messages.success(request, f"“{story.title}” is a draft now. The brief is in the panel “Plan”.")
        return redirect("wagtailadmin_pages:edit", story.pk)
    return redirect("wagtailadmin_pages:edit", pitch.story_id)


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a pitch off the board, or with `restore` back onto it."""
    pitch = find_pitch(request, pk)
    if not can_edit_pitch(request.user, pitch):
        raise PermissionDenied
    restore = "restore" in request.POST
    pitch.dropped_at = None if restore else timezone.now()
    pitch.save(update_fields=["dropped_at"])
    log(instance=pitch, action="wagtail.edit", user=request.user, content_changed=True)
    if restore:
        messages.success(request, f"“{pitch.title}” is back on the board.")
    else:
        look = messages.button(reverse("desk_pitch_edit", args=[pitch.pk]), "Take it up again")
        messages.success(request, f"“{pitch.title}” is off the board.", buttons=[look])
    return redirect("desk_board")
