from django.conf import settings
from django.db import models
from django.utils import timezone


class Ban(models.Model):
    """Somebody whose replies are kept away: by e-mail address, by network, or by the browser they write with."""

    class Kind(models.TextChoices):
        EMAIL = "email", "E-mail address"
        NETWORK = "network", "Network"
        WRITER = "writer", "Browser"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=254, help_text="An address, in lower case; a network, such as 192.0.2.0/24.")
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ends_at = models.DateTimeField(null=True, blank=True, help_text="Empty: until it is lifted.")

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="banned_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
