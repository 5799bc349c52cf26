"""What every view of one front begins with: which front it is, and whether it is for this person."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from wagtail.models import Page

from desk.fronts.permissions import can_open_board
from news.models import HomePage, Section


class FrontMixin(View):
    """Find the front of an address, for those who have something to do on it."""

    page_title = ""

    @cached_property
    def front(self) -> HomePage | Section:
        page = get_object_or_404(Page, pk=self.kwargs["pk"]).specific
        if not isinstance(page, HomePage | Section):
            raise Http404
        return page

    def is_for(self, user) -> bool:
        return can_open_board(user, self.front)

    def dispatch(self, request, *args, **kwargs):
        if not self.is_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FrontScreenMixin(FrontMixin):
    """A screen of the admin about one front; Wagtail's header shows where it stands."""

    def get_page_subtitle(self) -> str:
        return self.front.title

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("desk_fronts"), "label": "Fronts"},
            {"url": reverse("desk_front", args=[self.front.pk]), "label": self.front.title},
            {"url": "", "label": self.page_title},
        ]
