"""Register what news adds to the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from news.bulk_actions import MergeTopics
from news.viewsets import StoryListing, TopicViewSet

register_snippet(TopicViewSet)
hooks.register("register_admin_viewset", lambda: StoryListing())
hooks.register("register_bulk_action", MergeTopics)
