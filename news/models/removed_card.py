from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

KEPT = 20


class RemovedCardManager(models.Manager):
    def keep(self, container, rows: list[dict], user=None) -> None:
        """Keep cards that have left a container, and the newest `KEPT` in all."""
        now = timezone.now()
        self.filter(container=container, card_id__in=[row["id"] for row in rows]).delete()
        self.bulk_create(
            # The first card that left shall be found first.
            self.model(container=container, card_id=row["id"], card=row, removed_by=user, removed_at=now)
            for row in reversed(rows)
        )
        kept = self.filter(container=container).values_list("pk", flat=True)[:KEPT]
        self.filter(container=container).exclude(pk__in=list(kept)).delete()


class RemovedCard(models.Model):
    """A card that a launch took off a container, so that it can go back."""

    container = models.ForeignKey("news.Container", on_delete=models.CASCADE, related_name="removed_cards")
    card_id = models.CharField(max_length=64)
    card = models.JSONField(encoder=DjangoJSONEncoder)  # as StreamField stores it: {id, type, value}
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RemovedCardManager()

    class Meta:
        ordering = ["-removed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["container", "card_id"], name="unique_removed_card")]

    def __str__(self) -> str:
        return f"Card {self.card_id} of {self.container}"
