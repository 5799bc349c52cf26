"""The form as a template shows it: empty on a story's page, or with what was typed and what is wrong with it."""

from dataclasses import dataclass, field

from django.urls import reverse

from comments import stamps
from comments.facts import TRAP, Submission
from comments.models import Reply, ReplySettings
from comments.threads import Shown
from news.models import Article


@dataclass
class FormView:
    """What comments/includes/reply_form.html shows."""

    article: Article
    stamp: str
    asks_website: bool
    parent: Reply | None = None
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notify: bool = False
    trap: str = TRAP

    @classmethod
    def on_page(cls, article: Article, rules: ReplySettings) -> "FormView":
        """Return the form of a page that caches keep: not a byte in it is of this moment."""
        return cls(article, stamps.day_stamp(article.pk), rules.ask_website)

    @classmethod
    def fresh(cls, article: Article, rules: ReplySettings, parent: Reply | None = None) -> "FormView":
        """Return the form of a page of its own, which is never kept."""
        return cls(article, stamps.moment_stamp(article.pk), rules.ask_website, parent)

    @classmethod
    def again(cls, sent: Submission, errors: dict[str, str]) -> "FormView":
        """Return a form that was sent, with everything in it.

        The stamp stays, or whoever mends a slip in two seconds would be taken for a machine.
        """
        stamp = stamps.read_stamp(sent.stamp, sent.article.pk, sent.now)
        is_good = not (stamp.is_missing or stamp.is_foreign or stamp.is_changed)
        return cls(
            sent.article,
            sent.stamp if is_good else stamps.day_stamp(sent.article.pk),
            sent.rules.ask_website,
            sent.reply.parent,
            sent.typed,
            errors,
            bool(sent.form.data.get("notify")),
        )

    @property
    def action(self) -> str:
        return reverse("post_reply", args=[self.article.pk])

    @property
    def check_url(self) -> str:
        return reverse("check_reply", args=[self.article.pk])

    @property
    def stamp_url(self) -> str:
        return reverse("reply_stamp", args=[self.article.pk])

    @property
    def shown_parent(self) -> Shown | None:
        return Shown(self.parent) if self.parent else None
