"""Register what moderators have in the admin."""

from django.contrib.auth.models import Permission
from wagtail import hooks

from comments import history
from comments.moderation import urls
from comments.moderation.menu import RepliesMenuItem

hooks.register("register_admin_urls", lambda: urls.urlpatterns)
hooks.register("register_admin_menu_item", RepliesMenuItem)
hooks.register("register_log_actions", history.register)


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="comments", codename="moderate_reply")
