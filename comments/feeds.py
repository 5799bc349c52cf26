"""The newest replies to one story, in the three formats that the site's other feeds have."""

from dataclasses import dataclass, field
from uuid import uuid5

from django.urls import path, reverse

from comments.models import Reply
from comments.page_caches import tag_of
from comments.text import as_html
from core.models import SiteSettings
from core.urls import absolute
from news.feed_entries import Entry
from news.feeds import FORMATS, LENGTH, ChannelFeed, view
from news.models import Article


@dataclass
class RepliesChannel:
    """What news.feeds.ChannelFeed writes, of a story's replies."""

    article: Article
    tag: str
    site_settings: SiteSettings = field(init=False)
    address: str = ""

    @property
    def title(self) -> str:
        return f"Replies to “{self.article.headline}”"

    @property
    def description(self) -> str:
        return self.article.standfirst

    @property
    def path(self) -> str:
        return f"{self.article.url}#replies"

    def entries(self) -> list[Entry]:
        rows = self.article.reader_replies.visible().order_by("-created_at", "-pk").for_page()[:LENGTH]
        return [entry(self.article, reply) for reply in rows]


def entry(article: Article, reply: Reply) -> Entry:
    return Entry(
        title=f"Reply by {reply.name}",
        description=reply.text,
        link=absolute(reverse("reply", args=[reply.pk])),
        guid=uuid5(article.translation_key, f"reply {reply.pk}").urn,
        published=reply.created_at,
        updated=reply.edited_at or reply.created_at,
        authors=[{"name": reply.name, "url": ""}],
        content=as_html(reply.text),
    )


def replies_channel(article_id: int) -> RepliesChannel:
    """Find a story that readers see; raise DoesNotExist for any other."""
    story = Article.objects.published().defer_streamfields().get(pk=article_id)
    return RepliesChannel(story, tag_of(article_id))


NAMES = {"": "reply_feed", "atom/": "reply_feed_atom", "json/": "reply_feed_json"}


def feed_paths(prefix: str) -> list:
    return [
        path(f"{prefix}feed/{suffix}", view(ChannelFeed(format_, replies_channel)), name=NAMES[suffix])
        for suffix, format_ in FORMATS
    ]
