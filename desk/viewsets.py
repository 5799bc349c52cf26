"""Put the desk's views in the place of Wagtail's, for stories and for sections."""

from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from desk.views import SectionAddSubpageView, SectionIndexView, StoryCreateView, StoryEditView, StoryWorkflowActionView
from news.models import Article, Section


class StoryPages(PageViewSet):
    name = "story_pages"
    model = Article
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    workflow_action_view_class = StoryWorkflowActionView


class SectionPages(PageViewSet):
    name = "section_pages"
    model = Section
    add_subpage_view_class = SectionAddSubpageView
    index_view_class = SectionIndexView
    parent_models = [Section]  # the list of what lies below a section

    def get_common_view_kwargs(self, **kwargs):
        # That list shows stories and subsections alike.
        return super().get_common_view_kwargs(**{"model": Page, **kwargs})
