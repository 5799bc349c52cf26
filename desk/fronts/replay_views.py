"""The screen that shows a front as readers saw it at a moment."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django import forms
from django.core.validators import MinValueValidator
from django.http import Http404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.clocks import both_clocks, zone_help
from core.head import Head
from desk.fronts.front_view import FrontMixin, FrontScreenMixin
from desk.fronts.moments import MOST, moments
from desk.fronts.replay import front_then
from desk.visibility import newsroom_day

NOT_TOO_EARLY = MinValueValidator(datetime(2000, 1, 1, tzinfo=UTC), message="Nothing is known of that time.")
WIDTHS = {"desktop": "Desktop", "phone": "Phone"}


class MomentForm(forms.Form):
    """The moment at which a front is looked at: typed by the clock of whoever types, or a whole one from a link."""

    at = forms.DateTimeField(
        label="As it was on",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
        validators=[NOT_TOO_EARLY],
        error_messages={"invalid": "Write a date and a time, such as 2026-03-03 18:00."},
    )
    # Where the list of changes begins, on its further pages.
    before = forms.DateTimeField(required=False, validators=[NOT_TOO_EARLY])

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = zone_help()

    def clean_at(self) -> datetime:
        if self.cleaned_data["at"] > timezone.now():
            raise forms.ValidationError("That moment has not come yet.")
        return self.cleaned_data["at"]


class MomentMixin(FrontMixin):
    """Read the moment that an address asks for."""

    @cached_property
    def form(self) -> MomentForm:
        query = self.request.GET
        return MomentForm(query if "at" in query else {"at": timezone.now().isoformat()})


class ReplayView(FrontScreenMixin, MomentMixin, WagtailAdminTemplateMixin, TemplateView):
    """A moment to choose, what was changed until the end of its day, and the front in a frame."""

    template_name = "desk/fronts/replay.html"
    page_title = "As it was"
    header_icon = "history"

    def get_context_data(self, **kwargs):
        kwargs |= {"front": self.front, "form": self.form, "back_url": reverse("desk_front", args=[self.front.pk])}
        if self.form.is_valid():
            kwargs |= self.replay(self.form.cleaned_data["at"], self.form.cleaned_data["before"])
        return super().get_context_data(**kwargs)

    def replay(self, at: datetime, before: datetime | None) -> dict[str, object]:
        """Return what the screen shows of a moment, and the changes before the end of its day or before `before`."""
        changes = moments(self.front, before or newsroom_day(at)[1])
        width = self.request.GET.get("width")
        return {
            # What a link says to the microsecond the browser's field cannot hold.
            "form": MomentForm(initial={"at": at}),
            "at": at,
            "when": both_clocks(at),
            "notes": front_then(self.front, at).notes,
            "frame_url": address("desk_front_replay_page", self.front, at),
            "width": width if width in WIDTHS else "desktop",
            "widths": [(key, label, self.screen(at, width=key)) for key, label in WIDTHS.items()],
            "changes": [(change, both_clocks(change.at), self.screen(change.at)) for change in changes],
            "earlier_url": self.screen(at, before=changes[-1].at.isoformat()) if len(changes) == MOST else "",
        }

    def screen(self, at: datetime, **more: str) -> str:
        return address("desk_front_replay", self.front, at, **more)


class ReplayPageView(MomentMixin, TemplateView):
    """The page inside the frame."""

    template_name = "desk/fronts/replay_page.html"

    def get_context_data(self, **kwargs):
        if not self.form.is_valid():
            raise Http404
        at = self.form.cleaned_data["at"]
        head = Head(title=f"{self.front.title}, as it was")
        head.hide()
        shown = front_then(self.front, at).show(self.request.user)
        return super().get_context_data(head=head, front=shown, title=self.front.title, when=both_clocks(at), **kwargs)


def address(name: str, front: Page, at: datetime, **more: str) -> str:
    """Return the address of a screen about a front at a moment, exact to the microsecond: so is the log."""
    return f"{reverse(name, args=[front.pk])}?{urlencode({'at': at.isoformat(), **more})}"


urlpatterns = [
    path("fronts/<int:pk>/replay/", ReplayView.as_view(), name="desk_front_replay"),
    path("fronts/<int:pk>/replay/page/", ReplayPageView.as_view(), name="desk_front_replay_page"),
]
