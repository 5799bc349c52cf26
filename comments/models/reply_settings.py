from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from delivery.keeping import Kept

kept: dict[int, Kept] = {}  # by the site's number
WORD_LIST = "One word, phrase or address a line. Capitals and accents make no difference."


def whole_number(default: int, least: int, most: int, label: str, help_text: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        label, default=default, validators=[MinValueValidator(least), MaxValueValidator(most)], help_text=help_text
    )


@register_setting(icon="comment", order=200)
class ReplySettings(BaseSiteSetting):
    """The newsroom's rules for replies."""

    class Switch(models.TextChoices):
        NORMAL = "normal", "As each story and section says"
        MODERATED = "moderated", "Every reply waits for a moderator"
        CLOSED = "closed", "Nobody can reply to anything"

    switch = models.CharField(
        "all stories",
        max_length=10,
        choices=Switch.choices,
        default=Switch.NORMAL,
        help_text="For a day on which moderators cannot keep up. Replies that stand there stay.",
    )
    close_after_days = whole_number(
        30, 0, 3650, "days a story is open", "After that nobody can reply any more. 0: stories stay open."
    )
    depth = whole_number(
        3, 1, 6, "levels of answers", "1: all replies stand in one row. Deeper answers stay on the last."
    )
    ask_website = models.BooleanField("ask for a website", default=False)
    first_held = whole_number(
        1,
        0,
        20,
        "first replies held",
        "So many replies by a new writer have to be approved before the next appears at once.",
    )
    most_links = whole_number(2, 0, 20, "links allowed", "A reply with more of them waits for a moderator.")
    least_seconds = whole_number(
        3, 0, 60, "seconds to write", "A form that is sent sooner than this was filled in by a machine."
    )
    blocked_words = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(20_000)],
        help_text=f"A reply that holds one is put with the spam. {WORD_LIST}",
    )
    watched_words = models.TextField(
        blank=True,
        validators=[MaxLengthValidator(20_000)],
        help_text=f"A reply that holds one waits for a moderator. {WORD_LIST}",
    )
    purge_days = whole_number(
        90,
        1,
        3650,
        "days that addresses are kept",
        "Then network addresses and browsers are forgotten, e-mail addresses too.",
    )

    panels = [
        FieldPanel("switch"),
        MultiFieldPanel(
            [FieldPanel("close_after_days"), FieldPanel("depth"), FieldPanel("ask_website")], heading="On the page"
        ),
        MultiFieldPanel(
            [
                FieldPanel("first_held"),
                FieldPanel("most_links"),
                FieldPanel("least_seconds"),
                FieldPanel("watched_words"),
                FieldPanel("blocked_words"),
            ],
            heading="What waits for a moderator",
        ),
        MultiFieldPanel([FieldPanel("purge_days")], heading="Privacy"),
    ]

    class Meta:
        verbose_name = "rules for replies"

    @classmethod
    def current(cls, request) -> "ReplySettings":
        """Return the rules of the request's site, from memory: every story's page needs them."""
        site = Site.find_for_request(request)
        if site is None:
            return cls()
        if site.pk not in kept:
            kept[site.pk] = Kept(lambda: cls.base_queryset().filter(site=site).first() or cls(site=site), "reply-rules")
        return kept[site.pk].get()
