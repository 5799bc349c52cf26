"""The addresses of the search in the admin."""

from django.urls import path

from search.promotion_views import DeletePromotionsView, EditPromotionsView, choose_query
from search.report import SearchesReport, to_our_report

urlpatterns = [
    path("reports/searches/", SearchesReport.as_view(), name="searches_report"),
    path("reports/searches/results/", SearchesReport.as_view(results_only=True), name="searches_report_results"),
]

# In the place of Wagtail's, which stand further down the list of addresses.
replaced = [
    path("searchpicks/reports/search-terms/", to_our_report),
    path("searchpicks/reports/search-terms/results/", to_our_report),
    path("searchpicks/<int:query_id>/", EditPromotionsView.as_view()),
    path("searchpicks/<int:query_id>/delete/", DeletePromotionsView.as_view()),
    path("searchpicks/queries/chooser/", choose_query),
    path("searchpicks/queries/chooser/results/", choose_query, {"results_only": True}),
]
