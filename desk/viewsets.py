"""Put the desk's views in the place of Wagtail's, for stories and for sections."""

from wagtail.admin.views.pages.usage import UsageView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from desk.copying import DraftCopyView
from desk.kill_views import StoryDeleteView, StoryHistoryView
from desk.views import (
    SectionAddSubpageView,
    SectionIndexView,
    StoryCancellationView,
    StoryCreateView,
    StoryEditView,
    StoryPreviewView,
    StoryWorkflowActionView,
)
from news.models import Article, Section
from news.usage import PagedUsageMixin
from people.models import AuthorProfile


class StoryPages(PageViewSet):
    name = "story_pages"
    model = Article
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    copy_view_class = DraftCopyView
    delete_view_class = StoryDeleteView
    history_view_class = StoryHistoryView
    preview_on_edit_view_class = StoryPreviewView
    workflow_action_view_class = StoryWorkflowActionView
    confirm_workflow_cancellation_view_class = StoryCancellationView


class AuthorUsageView(PagedUsageMixin, UsageView):
    """The stories that an author signed."""


class AuthorPages(PageViewSet):
    name = "author_pages"
    model = AuthorProfile
    usage_view_class = AuthorUsageView


class SectionPages(PageViewSet):
    name = "section_pages"
    model = Section
    add_subpage_view_class = SectionAddSubpageView
    index_view_class = SectionIndexView
    copy_view_class = DraftCopyView
    parent_models = [Section]  # the list of what lies below a section

    def get_common_view_kwargs(self, **kwargs):
        # That list shows stories and subsections alike.
        return super().get_common_view_kwargs(**{"model": Page, **kwargs})
