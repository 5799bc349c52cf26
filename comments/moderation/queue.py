"""The queue: every reply that a moderator decides about, by tabs."""

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Site

from comments.models import ReplySettings
from comments.moderation.access import ModeratorMixin
from comments.moderation.filters import QueueFilters
from comments.moderation.rows import for_queue, load_rows
from comments.permissions import CHANGE_SETTINGS, can_see_bans, can_switch_site

ON_A_PAGE = 50
NOTHING = {
    "waiting": "Nothing waits. Every reply has been decided about.",
    "reported": "No reports are open.",
    "spam": "No spam.",
    "rejected": "Nothing was rejected.",
    "approved": "Nothing was approved yet.",
    "all": "Nobody has replied yet.",
}


class QueueView(ModeratorMixin, TemplateView):
    template_name = "comments/admin/queue.html"
    page_title = "Replies"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def header_buttons(self):
        user, found = self.request.user, []
        if can_see_bans(user):
            found.append(HeaderButton("Bans", reverse("reply_bans"), icon_name="no-view"))
        if user.has_perm(CHANGE_SETTINGS):
            rules = reverse("wagtailsettings:edit", args=["comments", "replysettings", self.site.pk])
            found.append(HeaderButton("Rules", rules, icon_name="cog"))
        return found

    @cached_property
    def site(self) -> Site:
        return Site.find_for_request(self.request) or Site.objects.get(is_default_site=True)

    def get_context_data(self, **kwargs):
        filters = QueueFilters(self.request.user, self.request.GET)
        page = Paginator(for_queue(filters.replies()), ON_A_PAGE).get_page(self.request.GET.get("p"))
        rules = ReplySettings.for_site(self.site)
        return super().get_context_data(
            filters=filters,
            tabs=filters.tabs(),
            page=page,
            rows=load_rows(page.object_list),
            previous_url=filters.address(p=page.previous_page_number()) if page.has_previous() else "",
            next_url=filters.address(p=page.next_page_number()) if page.has_next() else "",
            here=self.request.get_full_path(),
            nothing="Nothing here passes the filter." if filters.is_used else NOTHING[filters.tab],
            rules=rules,
            switches=ReplySettings.Switch.choices,
            can_switch=can_switch_site(self.request.user),
            **kwargs,
        )
