"""Register what the search adds to the admin."""

from django.contrib.auth.models import Permission
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search import admin_urls, report
from search.synonym_admin import SynonymGroupViewSet

register_snippet(SynonymGroupViewSet)
hooks.register("register_admin_urls", lambda: admin_urls.urlpatterns)
# Before Wagtail's own, whose place they take.
hooks.register("register_admin_urls", lambda: admin_urls.replaced, order=-1)
hooks.register("register_reports_menu_item", report.menu_item)
hooks.register("construct_reports_menu", report.without_search_terms)


@hooks.register("register_permissions")
def permissions():
    return Permission.objects.filter(content_type__app_label="search", codename="see_searches")
