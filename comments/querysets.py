from django.db.models import Exists, OuterRef, Q, QuerySet

SEEN = Q(state="approved", erased_at=None)
# Never what only moderators may see: what is not loaded cannot be shown by mistake.
SHOWN_FIELDS = (
    *("article_id", "parent_id", "thread_id", "name", "website", "text", "created_at", "state", "edited_at"),
    *("erased_at", "mark"),
)


class ReplyQuerySet(QuerySet):
    """Named questions about replies. What is public goes through `public()`; below a public story, `visible()`."""

    def approved(self) -> "ReplyQuerySet":
        return self.filter(state="approved")

    def public(self) -> "ReplyQuerySet":
        """Keep what every reader may see: approved, below a story that every reader may see.

        An erased one is among them: its place in the thread stays, without name and text.
        """
        from news.models import Article

        return self.approved().filter(article__in=Article.objects.published().values("pk"))

    def visible(self) -> "ReplyQuerySet":
        """Keep those whose name and text readers of their story see."""
        return self.filter(SEEN)

    def in_place(self) -> "ReplyQuerySet":
        """Keep those that have a place in their thread: visible, or gone with an answer that is."""
        return self.filter(has_place())

    def threads(self) -> "ReplyQuerySet":
        """Keep the replies to the story itself."""
        return self.filter(thread=None)

    def oldest_first(self) -> "ReplyQuerySet":
        return self.order_by("created_at", "pk")

    def for_page(self) -> "ReplyQuerySet":
        """Load what comments/includes/reply.html shows, in one query."""
        names = ("name", "state", "erased_at", "article_id")
        return self.select_related("parent").only(*SHOWN_FIELDS, *(f"parent__{name}" for name in names))

    def of_state(self, state: str) -> "ReplyQuerySet":
        return self.filter(state=state)

    def reported(self) -> "ReplyQuerySet":
        """Those about which a report waits, whatever was decided before."""
        from comments.models import Report

        return self.filter(Exists(Report.objects.filter(reply=OuterRef("pk"), closed_at=None)))

    def for_moderator(self, user) -> "ReplyQuerySet":
        """Keep the replies that `user` decides about."""
        from comments.permissions import below, moderated_paths

        return self.filter(below(moderated_paths(user), "article__path"))


def has_place() -> Q:
    """Match what is shown, if only as a gap: what begins a thread, or stands inside it, with an answer to be seen."""
    from comments.models import Reply

    seen = Reply.objects.filter(SEEN)
    began = Q(thread=None) & Exists(seen.filter(thread=OuterRef("pk")))
    answered = Q(thread__isnull=False) & Exists(seen.filter(parent=OuterRef("pk")))
    return SEEN | began | answered
