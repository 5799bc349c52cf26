"""Register what the desk adds to the admin and what it refuses there."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.models import Page

from desk.action_menu import SubmitStoryMenuItem
from desk.deletion import deletion_refusal
from desk.sections import can_add_section, can_manage_section
from desk.viewsets import SectionPages, StoryPages
from news.models import Section

hooks.register("register_admin_viewset", lambda: [StoryPages(), SectionPages()])


@hooks.register("before_create_page")
def refuse_section(request, parent_page, page_class):
    if issubclass(page_class, Section) and not can_add_section(request.user, parent_page):
        raise PermissionDenied


@hooks.register("before_copy_page")
def refuse_section_copy(request, page):
    if issubclass(page.specific_class, Section) and not can_manage_section(request.user, page):
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


@hooks.register("construct_page_action_menu")
def name_resubmission(menu_items, request, context):
    menu_items[:] = [
        SubmitStoryMenuItem(order=item.order) if type(item) is SubmitForModerationMenuItem else item
        for item in menu_items
    ]


@hooks.register("insert_global_admin_css")
def accent():
    return format_html('<link rel="stylesheet" href="{}">', static("desk/admin.css"))
