"""The report “Failed schedules”: what did not go out on time, and what to do about it."""

from django.core.exceptions import PermissionDenied
from django.urls import path
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from desk import failures
from desk.models import ScheduleFailure


class FailedSchedulesView(ReportView):
    page_title = "Failed schedules"
    header_icon = "warning"
    model = ScheduleFailure
    index_url_name = "failed_schedules"
    index_results_url_name = "failed_schedules_results"
    results_template_name = "desk/failed_schedules_results.html"
    is_searchable = False
    default_ordering = "first_failed_at"
    columns = [
        TitleColumn("name", label="What", get_url=failures.edit_url),
        Column("get_action_display", label="Should"),
        Column("remedy", label="What to do"),
        DateColumn("due_at", label="Due"),
        DateColumn("last_failed_at", label="Last tried"),
        Column("attempts", label="Attempts"),
    ]
    list_export = ["name", "action", "error", "remedy", "due_at", "first_failed_at", "last_failed_at", "attempts"]
    # Who may see which is asked for each failure, by the rights on its story.
    permission_policy = None

    def dispatch(self, request, *args, **kwargs):
        if not failures.can_see_failures(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return failures.visible_to(self.request.user)

    def get_queryset(self):
        return failures.visible_to(self.request.user)


class FailedSchedulesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return failures.can_see_failures(request.user)


urls = [
    path("reports/failed-schedules/", FailedSchedulesView.as_view(), name="failed_schedules"),
    path(
        "reports/failed-schedules/results/",
        FailedSchedulesView.as_view(results_only=True),
        name="failed_schedules_results",
    ),
]
