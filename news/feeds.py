"""Feeds of the site, a section, an author and a topic, in three formats."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.views.decorators.http import conditional_page, require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.models import Site

from core.feed_formats import NOTHING_YET, AtomFormat, JsonFormat, RssFormat
from core.head import icon_url
from core.models import SiteSettings
from core.renditions import existing_jpeg
from core.urls import absolute
from news.feed_bodies import bodies, figure
from news.models import Article, Section, Topic
from news.querysets import ArticleQuerySet
from people.models import AuthorProfile

LENGTH = 50


@dataclass
class Channel:
    """What one feed is of."""

    title: str  # "" for the site itself
    description: str
    path: str
    stories: ArticleQuerySet

    site_settings: SiteSettings = field(init=False)
    address: str = ""

    @cached_property
    def articles(self) -> list[Article]:
        full_text = self.site_settings.feed_full_text
        articles = list(self.stories.published().newest_first().for_feed(full_text)[:LENGTH])
        html = bodies(articles) if full_text else {}
        for article in articles:
            article.feed_content = whole_story(article, html[article.pk]) if full_text else ""
        return articles


def site_channel() -> Channel:
    return Channel("", "", "/", Article.objects.all())


def topic_channel(slug: str) -> Channel:
    topic = Topic.objects.published().get(slug=slug)
    return Channel(topic.name, topic.description, topic.url, Article.objects.about(topic))


def page_channel(page_path: str) -> Channel:
    """Find the section or the author at an address; raise DoesNotExist when readers cannot see either."""
    roots = Site.get_site_root_paths()
    url_path = f"{roots[0].root_path if roots else '/'}{page_path}/"
    # The address itself has no index; the slug has.
    at_address = {"slug": page_path.rsplit("/", 1)[-1], "url_path": url_path}
    section = Section.objects.published().filter(**at_address).first()
    if section:
        return Channel(section.title, section.summary, section.url, Article.objects.in_section(section))
    profile = AuthorProfile.objects.published().get(**at_address)
    return Channel(profile.title, profile.summary, profile.url, Article.objects.by_author(profile))


class StoryFeed(Feed):
    """Write a channel in one format. `find` answers which channel an address means."""

    def __init__(self, feed_type, find) -> None:
        self.feed_type = feed_type
        self.find = find

    def get_object(self, request: HttpRequest, **address: str) -> Channel:
        channel = self.find(**address)
        channel.site_settings = SiteSettings.current(request)
        channel.address = absolute(request.path)
        return channel

    # The channel

    language = settings.LANGUAGE_CODE

    def title(self, channel: Channel) -> str:
        name = channel.site_settings.name
        return f"{channel.title} – {name}" if channel.title else name

    def description(self, channel: Channel) -> str:
        return channel.description or channel.site_settings.tagline or self.title(channel)

    subtitle = description

    def link(self, channel: Channel) -> str:
        return absolute(channel.path)

    def feed_url(self, channel: Channel) -> str:
        return channel.address

    def author_name(self, channel: Channel) -> str:
        return channel.site_settings.publisher

    def author_link(self, channel: Channel) -> str:
        return absolute("/")

    def feed_extra_kwargs(self, channel: Channel) -> dict[str, object]:
        logo = channel.site_settings.logo_rendition
        icon = logo.url if logo else icon_url("icon-512.png")
        return {"icon": absolute(icon) if icon else ""}

    # Its entries

    def items(self, channel: Channel) -> list[Article]:
        return channel.articles

    def item_title(self, article: Article) -> str:
        return article.headline

    def item_description(self, article: Article) -> str:
        return article.standfirst

    def item_link(self, article: Article) -> str:
        return article.full_url

    def item_guid(self, article: Article) -> str:
        # Not the address: a story that moves to another section must not come up as new.
        return article.translation_key.urn

    item_guid_is_permalink = False

    def item_pubdate(self, article: Article):
        return article.published_at or article.last_published_at or NOTHING_YET

    def item_updateddate(self, article: Article):
        return article.modified_at or self.item_pubdate(article)

    def item_categories(self, article: Article) -> list[str]:
        return [topic.name for topic in article.topic_list]

    def item_extra_kwargs(self, article: Article) -> dict[str, object]:
        return {
            "touched": max(filter(None, (article.last_published_at, article.embargo_until)), default=None),
            "authors": [
                {"name": row.name, "url": absolute(row.url) if row.url else ""}
                for row in article.byline_rows
                if row.name
            ],
            "content": article.feed_content,
            "picture": picture(article),
            "source": {"name": article.source_name, "url": article.source_url} if article.source_url else None,
        }


def picture(article: Article) -> dict[str, object] | None:
    rendition = existing_jpeg(article.lead_image) if article.lead_image else None
    if rendition is None:
        return None
    return {
        "url": absolute(rendition.url),
        "type": "image/jpeg",
        "width": rendition.width,
        "height": rendition.height,
        "alt": article.lead_alt,
        "caption": article.lead_image_caption,
        "credit": article.lead_credit,
    }


def whole_story(article: Article, body: str) -> str:
    """Put the lead picture above the body, and the corrections and the source below it."""
    lead = (
        figure(article.lead_image, article.lead_alt, article.lead_image_caption, article.lead_credit)
        if article.lead_image
        else ""
    )
    corrections = format_html_join(
        "\n",
        "<p><strong>{}:</strong> {}</p>",
        ((row.get_kind_display(), row.text) for row in article.corrections.all()),
    )
    source = (
        format_html(
            '<p>Original source: <a href="{}">{}</a></p>', article.source_url, article.source_name or article.source_url
        )
        if article.source_url
        else ""
    )
    return mark_safe("\n".join(filter(None, (lead, body, corrections, source))))


# Addresses

FORMATS = (("", RssFormat), ("atom/", AtomFormat), ("json/", JsonFormat))


def view(feed: StoryFeed):
    """Answer with the feed, 304 when the reader has it, or the new address when the section or topic has moved."""

    def show(request: HttpRequest, **address: str) -> HttpResponse:
        try:
            return feed(request, **address)
        except Http404:
            listing, _, suffix = request.path.rpartition("/feed/")
            moved = get_redirect(request, listing)
            if moved is None or not (moved.link or "").startswith("/"):
                raise
            return HttpResponsePermanentRedirect(f"{moved.link.rstrip('/')}/feed/{suffix}")

    return require_safe(conditional_page(show))


def feed_paths(prefix: str, find) -> list:
    return [path(f"{prefix}feed/{suffix}", view(StoryFeed(format_, find))) for suffix, format_ in FORMATS]


urlpatterns = [
    *feed_paths("", site_channel),
    *feed_paths("topics/<str:slug>/", topic_channel),
    *feed_paths("<path:page_path>/", page_channel),
]
