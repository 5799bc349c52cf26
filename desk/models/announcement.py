from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from wagtail.models import Page, TaskState


class Announcement(models.Model):
    """Something that happened and that nobody has been told yet.

    Stored by the transaction in which it happened and removed by the one that makes mails and webhook calls of it, so
    that a worker killed in between loses nothing and repeats nothing.
    """

    event = models.CharField(max_length=40)
    story = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    state = models.ForeignKey(TaskState, null=True, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Keys of users; null: whom the event concerns by itself.
    users = models.JSONField(null=True)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.event}, {self.created_at:%d.%m.%Y %H:%M}"
