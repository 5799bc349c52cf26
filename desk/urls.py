"""What the newsroom shows to people outside: /admin/ has the rest (desk.wagtail_hooks)."""

from django.urls import path

from desk.preview_link_views import preview

urlpatterns = [path("preview/<str:token>/", preview, name="desk_preview")]
