from django.db.models import Exists, OuterRef, QuerySet


class ReplyQuerySet(QuerySet):
    """Named questions about replies. Everything public goes through `public()`."""

    def approved(self) -> "ReplyQuerySet":
        return self.filter(state="approved")

    def public(self) -> "ReplyQuerySet":
        """Keep what every reader may see: approved, below a story that every reader may see.

        An erased one is among them: its place in the thread stays, without name and text.
        """
        from news.models import Article

        return self.approved().filter(article__in=Article.objects.published().values("pk"))

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
