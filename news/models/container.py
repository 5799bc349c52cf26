from datetime import datetime

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from news.fronts.addresses import validate_address
from news.fronts.blocks import BackfillStreamBlock, CardsBlock
from news.fronts.layouts import CHOICES, HARD_CAP, Layout, layout_of
from news.querysets import ContainerQuerySet


class Container(PreviewableMixin, LockableMixin, DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """A box of cards on a front: launched by itself, and on every front where it stands at once.

    The row holds what readers see; the latest revision is the draft.
    """

    section = models.ForeignKey(
        "news.Section",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="containers",
        help_text="Whose editors fill it, wherever it stands. Empty: the home page’s editors.",
    )
    title = models.CharField(max_length=80, help_text="Stands above the cards, and names the container in the desk.")
    show_title = models.BooleanField(default=True, help_text="Without, readers see the cards only.")
    link = models.CharField(
        max_length=500,
        blank=True,
        validators=[validate_address],
        help_text="Where the title leads. Empty: to the section whose it is.",
    )
    description = models.CharField(max_length=300, blank=True, help_text="One line below the title.")
    layout = models.CharField(max_length=20, choices=CHOICES, default="three")
    max_cards = models.PositiveSmallIntegerField(
        "number of cards",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HARD_CAP)],
        help_text="Empty: as many as the layout takes.",
    )
    cards = StreamField(CardsBlock(), blank=True)
    backfill = StreamField(
        BackfillStreamBlock(),
        blank=True,
        help_text="What takes the slots that no card takes. Empty: they stay free, but for the layout “Most read”.",
    )

    show_kicker = models.BooleanField(default=True)
    show_byline = models.BooleanField(default=True)
    show_picture = models.BooleanField(default=True)
    show_age = models.BooleanField("show when it was published", default=True)
    allows_repeats = models.BooleanField(
        default=False,
        help_text="Its stories may stand elsewhere on the front as well, as in a list of the latest.",
    )
    is_hidden = models.BooleanField("hidden", default=False, help_text="Readers do not see it until it is shown again.")
    visible_from = models.DateTimeField(null=True, blank=True)
    visible_until = models.DateTimeField(null=True, blank=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="container")

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("section"),
        index.FilterField("live"),
    ]
    objects = ContainerQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = "container"
        permissions = [("curate_home", "Can fill and arrange the home page’s front")]

    def __str__(self) -> str:
        return self.title

    @property
    def revisions(self):
        return self._revisions

    @property
    def shape(self) -> Layout:
        return layout_of(self.layout)

    @property
    def slots(self) -> int:
        """Return how many cards readers see at most."""
        most = self.shape.max_cards
        return min(self.max_cards or most, most)

    def clean(self) -> None:
        super().clean()
        if self.visible_from and self.visible_until and self.visible_until <= self.visible_from:
            raise ValidationError({"visible_until": "It would end before it begins."})
        if self.max_cards and self.max_cards > self.shape.max_cards:
            message = f"“{self.shape.label}” takes {self.shape.max_cards} cards at most."
            raise ValidationError({"max_cards": message})

    def card_rows(self) -> list[dict]:
        """Return the cards as they are stored: {id, type, value}."""
        return [dict(row) for row in self.cards.raw_data]

    @transaction.atomic
    def publish(self, revision, user=None, **kwargs):
        """Put a version live; keep the cards that leave for whoever wants them back."""
        before = Container.objects.get(pk=self.pk).card_rows() if self.live else []
        super().publish(revision, user=user, **kwargs)
        self.keep_removed(before, user)

    def keep_removed(self, before: list[dict], user=None) -> None:
        from news.models.removed_card import RemovedCard

        after = {row["id"] for row in Container.objects.get(pk=self.pk).card_rows()}
        RemovedCard.objects.keep(self, [row for row in before if row["id"] not in after], user)
        RemovedCard.objects.filter(container=self, card_id__in=after).delete()

    # Preview

    @property
    def preview_modes(self):
        fronts = self.placements.select_related("front").order_by("front__path") if self.pk else []
        return [("", "By itself"), *((f"front-{row.front_id}", f"On “{row.front.title}”") for row in fronts)]

    def get_preview_template(self, request, mode_name) -> str:
        return "news/previews/container.html"

    def get_preview_context(self, request, mode_name):
        from news.fronts.previews import preview_context

        return {**super().get_preview_context(request, mode_name), **preview_context(self, mode_name)}

    @property
    def changed_at(self) -> datetime | None:
        """Return when the draft was last saved."""
        return self.latest_revision.created_at if self.latest_revision else None
