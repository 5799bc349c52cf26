"""The newsroom's lists in the admin: all stories, all topics."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django_filters import ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, UsageView

from news.forms import SectionForm
from news.models import Article, ArticleTopic, Section, Topic
from news.usage import PagedUsageMixin


class SectionFilter(ModelMultipleChoiceFilter):
    def get_filter_predicate(self, value):
        return {"path__startswith": value.path}


class ArticleFilterSet(PageFilterSet):
    section = SectionFilter(
        label="Section",
        queryset=lambda request: Section.objects.in_order(),
        widget=CheckboxSelectMultiple,
        field_name="path",
    )
    kind = MultipleChoiceFilter(label="Kind", choices=Article.Kind.choices, widget=CheckboxSelectMultiple)
    has_child_pages = None
    site = None

    class Meta(PageFilterSet.Meta):
        model = Article


class ChooseSectionView(ChooseParentView):
    """Ask which section a new story is for, among those where this person may add one."""

    page_title = "New story"
    submit_button_label = "Start writing"

    def get_page_subtitle(self) -> str:
        return ""

    def get_form(self) -> SectionForm:
        sections = Section.objects.filter(pk__in=self.get_valid_parent_pages(self.request.user)).in_order()
        return SectionForm(sections, self.request.POST or None)


class StoryListing(PageListingViewSet):
    """Every story of the newsroom in one list, newest work first."""

    name = "stories"
    model = Article
    icon = "doc-full"
    menu_label = "Stories"
    menu_order = 10
    add_to_admin_menu = True
    filterset_class = ArticleFilterSet
    choose_parent_view_class = ChooseSectionView


class TopicIndexView(IndexView):
    def get_base_queryset(self):
        # For the rows that are shown; to join and group counts all topics of all stories for each page of the list.
        rows = ArticleTopic.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        counted = rows.annotate(stories=Count("pk")).values("stories")
        return super().get_base_queryset().annotate(uses=Coalesce(Subquery(counted), 0))


class TopicUsageView(PagedUsageMixin, UsageView):
    """The stories on a topic."""


class TopicViewSet(SnippetViewSet):
    """Topics, with how many stories carry each; two that mean the same are merged by the bulk action."""

    model = Topic
    icon = "tag"
    menu_label = "Topics"
    menu_order = 210
    add_to_admin_menu = True
    index_view_class = TopicIndexView
    usage_view_class = TopicUsageView
    list_display = ["name", Column("uses", label="Stories", sort_key="uses"), "description"]
    list_per_page = 50
    ordering = ["name"]
