"""Who may reply to a story: its own word, its section's and the site's (comments), the strictest wins."""

from django.db import models


class Replies(models.TextChoices):
    OPEN = "open", "Open"
    MODERATED = "moderated", "Each waits for a moderator"
    CLOSED = "closed", "Closed"
