"""All addresses. The page tree answers what nothing above it claims."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from delivery.media import serve_media
from desk.account import account
from desk.login import LoginView

urlpatterns = [
    path("admin/login/", LoginView.as_view()),  # in the place of Wagtail's
    path("admin/account/", account),  # in the place of Wagtail's
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>images/.+)$", serve_media),
    path("", include("desk.urls")),
    path("replies/mail/", include("comments.mail_urls")),
    path("", include("search.urls")),
    path("", include("news.urls")),
    path("", include(wagtail_urls)),
]
