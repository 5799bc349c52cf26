from django import forms
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from desk.calendar.events import LABELS, events
from desk.calendar.grid import Span, today
from desk.visibility import can_see_board, places, within
from news.forms import SectionChoiceField
from news.models import Section


class CalendarFilters(forms.Form):
    """Choose a section; what cannot be understood filters nothing."""

    def __init__(self, paths: list[str], data=None) -> None:
        super().__init__(data or None, label_suffix="")
        self.fields["section"] = SectionChoiceField(
            Section.objects.filter(within(paths)).in_order(), required=False, empty_label="All sections"
        )
        self.is_valid()

    @property
    def section_chosen(self) -> Section | None:
        return getattr(self, "cleaned_data", {}).get("section")


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """A month or a week of what is due, goes live, comes out of embargo or expires."""

    template_name = "desk/calendar.html"
    page_title = "Calendar"
    header_icon = "calendar-alt"

    def dispatch(self, request, *args, **kwargs):
        if not can_see_board(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        query = self.request.GET
        span = Span.read(query.get("date", ""), query.get("view", ""))
        paths = places(self.request.user)
        filters = CalendarFilters(paths, query)
        section = filters.section_chosen
        found = events([section.path] if section else paths, *span.bounds())
        weeks = span.fill(found)
        return {
            **super().get_context_data(**kwargs),
            "span": span,
            "weeks": weeks,
            "days": [day for week in weeks for day in week if day.events or day.is_today],
            "days_of_week": [day.date for day in weeks[0]],
            "filters": filters,
            "today": today(),
            "kinds": LABELS,
            "zone": timezone.get_default_timezone_name(),
        }
