from django.urls import path

from desk.gate.views import PublishWithoutReviewView, ReadAfterwardsView, UnreviewedReport

urlpatterns = [
    path("desk/stories/<int:pk>/publish/", PublishWithoutReviewView.as_view(), name="desk_publish_without_review"),
    path("reports/without-review/", UnreviewedReport.as_view(), name="desk_unreviewed"),
    path(
        "reports/without-review/results/", UnreviewedReport.as_view(results_only=True), name="desk_unreviewed_results"
    ),
    path("desk/without-review/<int:pk>/read/", ReadAfterwardsView.as_view(), name="desk_read_afterwards"),
]
