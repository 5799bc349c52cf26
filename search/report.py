"""The report “What readers search for”: what they look for most, and what they do not find."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import RadioSelect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from search.models import QueryOutcome
from search.permissions import can_add_synonyms, can_promote, can_see_searches
from search.querysets import FEWEST
from search.synonym_admin import add_url

PERIODS = [("7", "Last 7 days"), ("30", "Last 30 days"), ("90", "Last 90 days")]
USUAL = "30"
POPULAR, NOTHING = "Popular", "Found nothing"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Return a reader's text so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(FORMULA) else text


class SearchesFilterSet(WagtailFilterSet):
    # The view reads the period itself: it says over which days searches are added up.
    period = ChoiceFilter(label="Period", choices=PERIODS, empty_label=None, method="keep", widget=RadioSelect)
    found = ChoiceFilter(
        label="List", choices=[("nothing", NOTHING)], empty_label=POPULAR, method="keep_fruitless", widget=RadioSelect
    )

    class Meta:
        model = QueryOutcome
        fields: list[str] = []

    def keep(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows

    def keep_fruitless(self, rows, name: str, value: str):
        return rows.fruitless()


class QueryColumn(Column):
    """A query as it was typed, with a link to what readers find by it."""

    cell_template_name = "search/report/query_cell.html"


class FoundColumn(Column):
    cell_template_name = "search/report/found_cell.html"


class LastSearchedColumn(Column):
    cell_template_name = "search/report/last_searched_cell.html"


class RemediesColumn(Column):
    """What an editor can do: let other words stand for these, or promote a result."""

    cell_template_name = "search/report/remedies_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        user = parent_context["request"].user
        if can_add_synonyms(user):
            context["synonym_url"] = add_url(instance.text)
        if can_promote(user):
            # The query is there already: its form is filled in.
            context["promote_url"] = reverse("wagtailsearchpromotions:edit", args=[instance.pk])
        return context


class SearchesReport(ReportView):
    """Queries with at least FEWEST searches in a period, the most frequent first."""

    page_title = "What readers search for"
    header_icon = "search"
    template_name = "search/report/report.html"
    results_template_name = "search/report/report_results.html"
    index_url_name = "searches_report"
    index_results_url_name = "searches_report_results"
    permission_policy = None
    # The links above the table say what is chosen.
    active_filters: list[dict] = []
    is_filtering = False
    is_searchable = True
    search_fields = ["query__query_string"]
    filterset_class = SearchesFilterSet
    default_ordering = "-searches"
    list_export = ["text", "searches", "total", "last_searched"]
    export_headings = {
        "text": "Query", "searches": "Searches", "total": "Stories found", "last_searched": "Last searched"
    }  # fmt: skip
    custom_field_preprocess = {"text": {"csv": harmless, "xlsx": harmless}}
    columns = [
        QueryColumn("text", label="Query", sort_key="text", width="35%"),
        NumberColumn("searches", label="Searches", sort_key="searches"),
        FoundColumn("total", label="Stories found", sort_key="total"),
        LastSearchedColumn("last_searched", label="Last searched", sort_key="last_searched"),
        RemediesColumn("remedies", label="What to do", accessor="text"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not can_see_searches(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def period(self) -> str:
        asked = self.request.GET.get("period", USUAL)
        return asked if asked in dict(PERIODS) else USUAL

    @property
    def since(self) -> date:
        return timezone.localdate() - timedelta(days=int(self.period) - 1)

    @property
    def is_fruitless(self) -> bool:
        return self.request.GET.get("found") == "nothing"

    def get_filterset_kwargs(self):
        data = self.request.GET.copy()
        data["period"] = self.period
        return {**super().get_filterset_kwargs(), "data": data}

    def get_base_queryset(self):
        return QueryOutcome.objects.searched_since(self.since).with_promotions()

    def order_queryset(self, queryset):
        # By the text as well, so that pages neither repeat nor leave out a query.
        return queryset.order_by(self.ordering, "text")

    def get_filename(self) -> str:
        return "what-readers-search-for"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            lists=[self.list_link(POPULAR, ""), self.list_link(NOTHING, "nothing")],
            periods=[self.period_link(days, label) for days, label in PERIODS],
            period_label=dict(PERIODS)[self.period].lower(),
            is_fruitless=self.is_fruitless,
            fewest=FEWEST,
            kept=settings.WAGTAILSEARCH_HITS_MAX_AGE,
            **kwargs,
        )

    def list_link(self, label: str, found: str) -> dict[str, object]:
        current = ("nothing" if self.is_fruitless else "") == found
        return {"label": label, "url": self.address(self.period, found), "is_current": current}

    def period_link(self, days: str, label: str) -> dict[str, object]:
        found = "nothing" if self.is_fruitless else ""
        return {"label": label, "url": self.address(days, found), "is_current": days == self.period}

    def address(self, period: str, found: str) -> str:
        asked = {"period": period, "found": found, "q": self.search_query}
        return f"{self.index_url}?{urlencode({name: value for name, value in asked.items() if value})}"


class SearchesMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_see_searches(request.user)


def menu_item() -> SearchesMenuItem:
    return SearchesMenuItem(
        SearchesReport.page_title, reverse("searches_report"), name="searches", icon_name="search", order=20
    )


def without_search_terms(request, items) -> None:
    """Take Wagtail's own report, which ours replaces, out of the menu."""
    items[:] = [item for item in items if item.name != "search-terms"]


def to_our_report(request):
    """Lead from the address of Wagtail's own report, which shows rare queries too, to ours."""
    return redirect("searches_report")
