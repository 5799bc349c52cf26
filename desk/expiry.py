from django.utils import timezone

from core.clocks import both_clocks


def expiry_hold(story) -> str:
    """Say that a version would be taken down the minute it goes live; empty when it may stay up."""
    if story.expire_at is None or story.expire_at > timezone.now():
        return ""
    return f"Its expiry date, {both_clocks(story.expire_at)}, has passed. Clear it or set a later one first."
