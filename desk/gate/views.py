"""Publish without review, and the list of what was."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from desk.checklist.standing import go_through
from desk.gate.forms import ReasonForm
from desk.gate.publication import VersionChanged, is_out, publish_without_review, read_afterwards, version_of
from desk.models import UnreviewedPublication
from desk.permissions import can_see_unreviewed, publish_refusal, reading_refusal
from desk.publishing import PublicationRefused, go_live_time, hold
from desk.reviewers import steps_of
from desk.views import in_words
from news.models import Article


class PublishWithoutReviewView(WagtailAdminTemplateMixin, FormView):
    """Show what would go to readers unread, ask for the reason, publish exactly that version."""

    template_name = "desk/gate/without_review.html"
    form_class = ReasonForm
    header_icon = "upload"

    def dispatch(self, request, pk, *args, **kwargs):
        self.story = get_object_or_404(Article, pk=pk)
        if not self.story.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if refusal := publish_refusal(request.user, self.story) or self.nothing_to_publish():
            messages.warning(request, f"Not published. {refusal}")
            return redirect(self.edit_url)
        self.revision = self.story.get_latest_revision()
        self.version = self.revision.as_object()
        return super().dispatch(request, *args, **kwargs)

    def nothing_to_publish(self) -> str:
        if self.story.latest_revision_id is None:
            return "Save the story first."
        return "Readers see this version already." if is_out(self.story) else ""

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.story.pk])

    def get_page_title(self) -> str:
        return "Schedule without review" if go_live_time(self.version) else "Publish without review"

    def get_breadcrumbs_items(self):
        story = {"url": self.edit_url, "label": self.version.title}
        return [*self.breadcrumbs_items, story, {"url": "", "label": self.get_page_title()}]

    def get_initial(self):
        return {"version": version_of(self.revision)}

    def form_valid(self, form):
        try:
            publication = publish_without_review(
                self.story, form.cleaned_data["version"], self.request.user, form.cleaned_data["reason"]
            )
        except VersionChanged as changed:
            messages.error(self.request, str(changed))
            form.data = {**form.data.dict(), "version": version_of(self.revision)}
            return self.form_invalid(form)
        except PublicationRefused as refusal:
            messages.error(self.request, f"Not published. {refusal}")
        except ValidationError as error:
            messages.error(self.request, in_words(error))
        else:
            self.confirm(publication)
        return redirect(self.edit_url)

    def confirm(self, publication) -> None:
        story = publication.article
        live = Article.objects.get(pk=story.pk)
        done = "is live" if is_out(live) else "is scheduled"
        buttons = [messages.button(live.url, "View live")] if live.live and live.url else []
        messages.success(
            self.request,
            f"“{self.version.title}” {done}, without review. The managing editors have been told.",
            buttons=buttons,
        )

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "story": self.version,
            "is_live": self.story.live,
            "revision": self.revision,
            "goes_live_at": go_live_time(self.version),
            "steps": steps_of(self.story),
            "recommended": [standing for standing in go_through(self.version) if standing.is_open],
            "refusal": hold(self.version),
            "edit_url": self.edit_url,
        }


class ReadColumn(Column):
    """Who read the story afterwards, or the button for whoever may."""

    cell_template_name = "desk/gate/read_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["refusal"] = "" if instance.read_at else reading_refusal(parent_context["request"].user, instance)
        # A table hands its cells the request, not what context processors add.
        context["csrf_token"] = get_token(parent_context["request"])
        return context


class StoryColumn(Column):
    cell_template_name = "desk/gate/story_cell.html"


class UnreviewedReport(ReportView):
    """What went live without review, in the sections that one answers for; unread ones first."""

    page_title = "Published without review"
    header_icon = "warning"
    template_name = "desk/gate/report.html"
    results_template_name = "desk/gate/report_results.html"
    index_url_name = "desk_unreviewed"
    index_results_url_name = "desk_unreviewed_results"
    permission_policy = None
    list_export = ["article.title", "user", "published_at", "reason", "read_by", "read_at"]
    export_headings = {"article.title": "Story", "user": "Published by"}
    columns = [
        StoryColumn("article", label="Story", accessor="article", width="40%"),
        UserColumn("user", label="Published by"),
        DateColumn("published_at", label="When"),
        ReadColumn("read_by", label="Read afterwards", width="20%"),
    ]

    def dispatch(self, request, *args, **kwargs):
        if not can_see_unreviewed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return UnreviewedPublication.objects.readable_by(self.request.user).for_report()

    def get_queryset(self):
        return self.get_base_queryset()

    def get_filename(self) -> str:
        return "published-without-review"


class ReadAfterwardsView(View):
    """Mark a publication as read."""

    http_method_names = ["post"]

    def post(self, request, pk):
        rows = UnreviewedPublication.objects.readable_by(request.user)
        publication = get_object_or_404(rows.for_report(), pk=pk)
        if refusal := read_afterwards(publication, request.user):
            messages.error(request, refusal)
        else:
            messages.success(request, f"You have read “{publication.article.title}”.")
        return redirect(get_valid_next_url_from_request(request) or reverse("desk_unreviewed"))
