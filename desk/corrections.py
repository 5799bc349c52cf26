"""The short way from a live story to a new correction."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.ui.menus.pages import PageMenuItem

from news.models import Article

LABEL, ICON = "Add a correction", "edit"
PLACE = "#add-correction"  # desk/static/desk/add-correction.js opens the form there


class CorrectionLink(PageMenuItem):
    label = LABEL
    icon_name = ICON
    priority = 12

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]) + PLACE

    def is_shown(self, user) -> bool:
        return self.page.live and self.page.permissions_for_user(user).can_edit()


class CorrectionMenuItem(ActionMenuItem):
    label = LABEL
    icon_name = ICON

    def is_shown(self, context) -> bool:
        if context["view"] != "edit" or context["locked_for_user"]:
            return False
        return context["page"].live and isinstance(context["page"], Article)

    def get_url(self, context) -> str:
        return PLACE


def header_links(page, user, view_name, next_url=None):
    if isinstance(page.specific_deferred, Article):
        yield CorrectionLink(page=page)


def script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("desk/add-correction.js"))
