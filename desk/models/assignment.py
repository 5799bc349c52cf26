from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from desk.visibility import places, within

LONGEST = 50_000  # words


class AssignmentQuerySet(models.QuerySet):
    def pitches(self):
        """Keep ideas that nobody has begun to write."""
        return self.filter(story=None, dropped_at=None)

    def open(self):
        """Keep what is still to be delivered: pitches, and stories that no reader has seen."""
        return self.filter(Q(story=None) | Q(story__live=False), dropped_at=None)

    def of(self, user):
        return self.filter(assignee=user)

    def below(self, paths: list[str]):
        """Keep what belongs to the sections at or below these paths; a story's place counts, not its pitch's."""
        if "" in paths:
            return self.all()
        return self.filter(within(paths, "story__path") | Q(within(paths, "section__path"), story=None))

    def visible_to(self, user):
        return self.below(places(user))

    def due_between(self, start, end):
        return self.filter(due_at__gte=start, due_at__lt=end)

    def soonest_first(self):
        return self.order_by(models.F("due_at").asc(nulls_last=True), "-pk")

    def for_card(self):
        """Load what desk/includes/pitch_card.html shows, in one query."""
        return self.select_related("section", "assignee", "created_by", "story")


class Assignment(models.Model):
    """What somebody is to write: a pitch while it has no story, afterwards the story's plan."""

    title = models.CharField("working headline", max_length=255)
    brief = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(2000)],
        help_text="What the story is, why now, whom to ask. Stays beside the story while it is written.",
    )
    section = models.ForeignKey("news.Section", on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    due_at = models.DateTimeField("due", null=True, blank=True, db_index=True)
    length = models.PositiveIntegerField(
        "length in words", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    story = models.OneToOneField(
        "news.Article", null=True, editable=False, on_delete=models.CASCADE, related_name="assignment"
    )
    dropped_at = models.DateTimeField(null=True, editable=False)

    # A plan is no place where a page is used.
    wagtail_reference_index_ignore = True
    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "pitch"
        verbose_name_plural = "pitches"

    def __str__(self) -> str:
        return self.title

    @property
    def is_pitch(self) -> bool:
        return self.story_id is None

    @property
    def place(self):
        """The page that permissions are asked of: the story, and the section before there is one."""
        return self.story or self.section

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()
