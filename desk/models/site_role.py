from django.contrib.auth.models import Group
from django.db import models


class SiteRole(models.Model):
    """A role in the whole newsroom and the group that holds it; the key stays when somebody renames the group."""

    class Key(models.TextChoices):
        MANAGING_EDITOR = "managing_editor", "Managing editors"
        HOME_EDITOR = "home_editor", "Home page editors"
        PHOTO_DESK = "photo_desk", "Photo desk"
        COMMENT_MODERATOR = "comment_moderator", "Comment moderators"
        LEGAL_READER = "legal_reader", "Legal readers"

    key = models.CharField(max_length=20, choices=Key.choices, unique=True)
    # An administrator may delete a group by mistake: `ensure_desks` then makes it anew.
    group = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="site_role")

    def __str__(self) -> str:
        return self.get_key_display()
