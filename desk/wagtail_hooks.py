"""Register what the desk adds to the admin and what it refuses there."""

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from desk import (
    action_menu,
    admin_urls,
    corrections,
    desk_log,
    embargo,
    failure_views,
    kill_views,
    killing,
    preview_link_hooks,
    replies,
)
from desk.account import MailPreferencesPanel
from desk.bundles import history as bundle_history
from desk.bundles.views import BundleViewSet
from desk.checklist import ticks
from desk.checklist import urls as checklist_urls
from desk.deletion import deletion_refusal
from desk.desk_menu import DesksMenuItem
from desk.desk_urls import DESKS
from desk.fronts import breaking_views
from desk.fronts import history as front_history
from desk.fronts import screens as front_screens
from desk.fronts import views as front_views
from desk.gate import api as gate_api
from desk.gate import bulk, menu, publication
from desk.gate import urls as gate_urls
from desk.home import build_home
from desk.permissions import can_see_unreviewed
from desk.sections import can_add_section, can_manage_section
from desk.viewsets import AuthorPages, SectionPages, StoryPages
from desk.visibility import can_see_board
from desk.webhook_admin import WebhookViewSet
from news.models import Section

hooks.register("register_admin_urls", lambda: DESKS)
hooks.register("register_admin_menu_item", DesksMenuItem)
hooks.register("register_log_actions", desk_log.register)
hooks.register("register_admin_urls", lambda: [*checklist_urls.urlpatterns, *gate_urls.urlpatterns])
hooks.register("register_log_actions", publication.register_log_actions)
hooks.register("register_log_actions", ticks.register_log_actions)
hooks.register("register_page_action_menu_item", menu.PublishWithoutReviewMenuItem)
hooks.register("construct_page_action_menu", menu.without_publish)
hooks.register("construct_page_action_menu", action_menu.arrange)
hooks.register("construct_admin_api", gate_api.replace_pages_api)
# After Wagtail's own, whose place it takes.
hooks.register("register_bulk_action", bulk.PublishOtherPages, order=10)


class UnreviewedMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_see_unreviewed(request.user)


@hooks.register("register_reports_menu_item")
def unreviewed_report():
    return UnreviewedMenuItem(
        "Published without review", reverse("desk_unreviewed"), icon_name="warning", name="unreviewed", order=10
    )


hooks.register(
    "register_admin_viewset", lambda: [StoryPages(), SectionPages(), AuthorPages(), BundleViewSet(), WebhookViewSet()]
)
hooks.register("register_log_actions", embargo.register_log_actions)
hooks.register("register_log_actions", bundle_history.register_log_actions)
hooks.register("register_admin_urls", lambda: failure_views.urls)
hooks.register(
    "register_reports_menu_item",
    lambda: failure_views.FailedSchedulesMenuItem(
        "Failed schedules", reverse("failed_schedules"), icon_name="warning", order=10
    ),
)
hooks.register("register_admin_urls", lambda: admin_urls.urlpatterns)
hooks.register("construct_homepage_panels", build_home)
hooks.register("construct_homepage_panels", replies.add_panel)


class NewsroomMenuItem(MenuItem):
    """Shown to those who work on the stories of some section."""

    def is_shown(self, request) -> bool:
        return can_see_board(request.user)


@hooks.register("register_admin_menu_item")
def board_menu_item():
    return NewsroomMenuItem("Board", reverse("desk_board"), name="board", icon_name="tasks", order=1)


@hooks.register("register_admin_menu_item")
def calendar_menu_item():
    return NewsroomMenuItem("Calendar", reverse("desk_calendar"), name="calendar", icon_name="calendar-alt", order=20)


@hooks.register("before_create_page")
def refuse_section(request, parent_page, page_class):
    if issubclass(page_class, Section) and not can_add_section(request.user, parent_page):
        raise PermissionDenied


@hooks.register("before_copy_page")
def refuse_section_copy(request, page):
    if issubclass(page.specific_class, Section) and not can_manage_section(request.user, page):
        raise PermissionDenied


@hooks.register("before_move_page")
def refuse_move(request, page, destination):
    # Wagtail asks only when the move is sent: its page that asks “Are you sure?” tells anybody the headline.
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def refuse_bulk_section(request, action_type, objects, action):
    if not issubclass(action.model, Page):
        return
    sections = [page for page in objects if issubclass(page.specific_class, Section)]
    if not all(can_manage_section(request.user, section) for section in sections):
        raise PermissionDenied


@hooks.register("before_delete_page")
def refuse_deletion(request, page):
    if refusal := deletion_refusal(page):
        messages.error(request, refusal)
        return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def refuse_bulk_deletion(request, action_type, objects, action):
    if action_type != "delete" or not issubclass(action.model, Page):
        return None
    refusals = [refusal for page in objects if (refusal := deletion_refusal(page))]
    for refusal in refusals:
        messages.error(request, f"Nothing was deleted. {refusal}")
    return redirect(action.next_url) if refusals else None


@hooks.register("register_permissions")
def desk_permissions():
    return Permission.objects.filter(
        content_type__app_label__in=["desk", "news"], codename__in=["manage_desks", "kill_story", "curate_home"]
    )


hooks.register("register_admin_urls", lambda: kill_views.urlpatterns)
hooks.register("register_page_header_buttons", kill_views.header_links)
hooks.register("register_page_header_buttons", corrections.header_links)
hooks.register("register_log_actions", killing.register_log_actions)
hooks.register("insert_editor_js", corrections.script)


for item in (corrections.CorrectionMenuItem(order=190), *kill_views.action_menu_items()):
    hooks.register("register_page_action_menu_item", lambda item=item: item)


@hooks.register("insert_global_admin_css")
def accent():
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(f"desk/{name}.css"),) for name in ("admin", "word"))
    )


@hooks.register("insert_editor_js")
def editor_script():
    return format_html('<script src="{}"></script>', static("desk/editor.js"))


hooks.register("register_admin_urls", preview_link_hooks.admin_urls)
hooks.register("register_page_header_buttons", preview_link_hooks.header_button)
hooks.register("register_log_actions", preview_link_hooks.log_actions)

hooks.register("register_account_settings_panel", MailPreferencesPanel)

register_snippet(front_views.ContainerViewSet)
hooks.register("construct_snippet_action_menu", front_views.menu_items)
hooks.register("before_bulk_action", front_views.refuse_bulk)
hooks.register("register_admin_urls", lambda: [*front_screens.urlpatterns, *breaking_views.urlpatterns])
hooks.register("register_page_header_buttons", breaking_views.header_button)
hooks.register("register_admin_menu_item", front_screens.FrontsMenuItem)
hooks.register("register_log_actions", front_history.register)
