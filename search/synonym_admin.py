"""Synonyms in the admin, in Wagtail's own views, beside the promoted search results."""

from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.models import SynonymGroup
from search.models.synonym_group import BETWEEN
from search.query import clean


class SynonymGroupCreateView(CreateView):
    def get_initial_form_instance(self) -> SynonymGroup:
        """Begin with the query that the report's link names: one word or phrase, whatever signs are in it."""
        typed = clean(self.request.GET.get("words", ""))
        return SynonymGroup(words=" ".join(BETWEEN.sub(" ", typed).split()))


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "resubmit"
    menu_label = "Search synonyms"
    menu_name = "search-synonyms"
    menu_order = 901  # after “Promoted search results”
    add_to_settings_menu = True
    copy_view_enabled = False
    add_view_class = SynonymGroupCreateView
    list_display = ["words"]
    list_per_page = 50
    search_fields = ["words"]
    panels = [FieldPanel("words")]

    def register_chooser_viewset(self) -> None:
        """Register none: nothing chooses a group of synonyms."""


def add_url(text: str) -> str:
    """Return the address of the form for a new group, filled in with a query."""
    return f"{reverse(f'{SynonymGroupViewSet().get_admin_url_namespace()}:add')}?{urlencode({'words': text})}"
