from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

MOST = 30  # cards on a clipboard; the oldest leave it


class Clipboard(models.Model):
    """The cards that a person has laid aside, for any front."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="clipboard")
    cards = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # as StreamField stores them: {id, type, value}
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Clipboard of {self.user}"
