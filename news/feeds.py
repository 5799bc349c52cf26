"""Feeds of the site, a front, a section, an author, a topic and the corrections, in three formats."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import path
from django.views.decorators.http import conditional_page, require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.models import Site

from core.feed_formats import AtomFormat, JsonFormat, RssFormat
from core.head import icon_url
from core.models import SiteSettings
from core.querysets import PublicPageQuerySet
from core.urls import absolute
from delivery import tags
from delivery.earning import kept
from news import feed_entries
from news.feed_entries import Entry
from news.fronts.cards import front_of
from news.models import Article, Correction, CorrectionsPage, HomePage, Section, Topic
from news.querysets import ArticleQuerySet, CorrectionQuerySet
from news.stories import Numbered, Stories, author_stories, section_stories, topic_stories
from people.models import AuthorProfile

LENGTH = 50


@dataclass
class Channel:
    """What one feed is of."""

    title: str  # "" for the site itself
    description: str
    path: str
    rows: ArticleQuerySet | CorrectionQuerySet
    tag: str = "stories"  # of the list (delivery.tags)

    order: Callable[[], list[int]] | None = None  # which stories, by their numbers, and in which order

    site_settings: SiteSettings = field(init=False)
    address: str = ""

    def entries(self) -> list[Entry]:
        if isinstance(self.rows, CorrectionQuerySet):
            return feed_entries.corrections(self.rows, LENGTH)
        if self.order is not None:
            return feed_entries.in_order(self.rows, self.order()[:LENGTH], self.site_settings.feed_full_text)
        return feed_entries.stories(self.rows, LENGTH, self.site_settings.feed_full_text)


def site_channel() -> Channel:
    return Channel("", "", "/", Article.objects.all())


def front_channel(page_path: str = "") -> Channel:
    """Find the front at an address; raise DoesNotExist when nothing has been launched on it."""
    page = section_at(page_path) if page_path else HomePage.objects.first()
    front = front_of(page) if page else None
    if page is None or not front:
        raise Section.DoesNotExist
    title = f"{page.title}: front page" if page_path else "Front page"
    return Channel(title, page.summary, page.url, Article.objects.all(), f"front-{page.pk}", front.resolution.story_ids)


def section_at(page_path: str) -> Section | None:
    return Section.objects.published().filter(**at_address(page_path)).first()


def at_address(page_path: str) -> dict[str, str]:
    roots = Site.get_site_root_paths()
    url_path = f"{roots[0].root_path if roots else '/'}{page_path}/"
    # The address itself has no index; the slug has.
    return {"slug": page_path.rsplit("/", 1)[-1], "url_path": url_path}


def topic_channel(slug: str) -> Channel:
    topic = Topic.objects.in_use().get(slug=slug)
    return list_channel(topic.name, topic.description, topic.url, topic_stories(topic))


def list_channel(title: str, description: str, path: str, stories: Stories | Numbered) -> Channel:
    return Channel(title, description, path, Article.objects.all(), stories.tag, lambda: stories.newest(LENGTH).ids)


def page_channel(page_path: str) -> Channel:
    """Find the section, author or list of corrections at an address; raise DoesNotExist when readers see none there."""
    address = at_address(page_path)
    section = section_at(page_path)
    if section:
        return list_channel(section.title, section.summary, section.url, section_stories(section))
    page = PublicPageQuerySet(CorrectionsPage).published().filter(**address).first()
    if page:
        return Channel(page.title, page.summary, page.url, Correction.objects.all(), "corrections")
    profile = AuthorProfile.objects.published().get(**address)
    return list_channel(profile.title, profile.summary, profile.url, author_stories(profile))


class ChannelFeed(Feed):
    """Write a channel in one format. `find` answers which channel an address means."""

    def __init__(self, feed_type, find) -> None:
        self.feed_type = feed_type
        self.find = find

    def get_object(self, request: HttpRequest, **address: str) -> Channel:
        channel = self.find(**address)
        tags.shows(channel.tag)
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

    def items(self, channel: Channel) -> list[Entry]:
        return channel.entries()

    def item_title(self, entry: Entry) -> str:
        return entry.title

    def item_description(self, entry: Entry) -> str:
        return entry.description

    def item_link(self, entry: Entry) -> str:
        return entry.link

    def item_guid(self, entry: Entry) -> str:
        return entry.guid

    item_guid_is_permalink = False

    def item_pubdate(self, entry: Entry) -> datetime:
        return entry.published

    def item_updateddate(self, entry: Entry) -> datetime:
        return entry.updated

    def item_categories(self, entry: Entry) -> list[str]:
        return entry.categories

    def item_extra_kwargs(self, entry: Entry) -> dict[str, object]:
        names = ("touched", "authors", "content", "picture", "source")
        return {name: getattr(entry, name) for name in names}


# Addresses

FORMATS = (("", RssFormat), ("atom/", AtomFormat), ("json/", JsonFormat))


def view(feed: ChannelFeed):
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

    return require_safe(kept()(conditional_page(show)))


def feed_paths(prefix: str, find, name: str = "feed") -> list:
    return [path(f"{prefix}{name}/{suffix}", view(ChannelFeed(format_, find))) for suffix, format_ in FORMATS]


urlpatterns = [
    *feed_paths("", site_channel),
    *feed_paths("", front_channel, "feed/front"),
    *feed_paths("topics/<str:slug>/", topic_channel),
    *feed_paths("<path:page_path>/", front_channel, "feed/front"),
    *feed_paths("<path:page_path>/", page_channel),
]
