from core.querysets import PublicPageQuerySet


class AuthorProfileQuerySet(PublicPageQuerySet):
    def by_name(self):
        return self.order_by("title")

    def for_listing(self):
        """Load what people/includes/author_card.html shows, in a fixed number of queries."""
        return self.select_related("portrait").prefetch_related("portrait__renditions")
