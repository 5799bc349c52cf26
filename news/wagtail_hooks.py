"""Register what news adds to the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from news import rich_text
from news.bulk_actions import MergeTopics
from news.viewsets import StoryListing, TopicViewSet

register_snippet(TopicViewSet)
hooks.register("register_admin_viewset", lambda: StoryListing())
hooks.register("register_bulk_action", MergeTopics)
# After Wagtail's own, whose handler of page links it replaces.
hooks.register("register_rich_text_features", rich_text.register, order=10)
