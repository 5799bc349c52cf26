"""What replies add to a story's page (news.additions): the threads, the form, and JSON-LD."""

from dataclasses import dataclass

from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from comments.models import ReplySettings
from comments.openness import Openness, closes_at, openness_of
from comments.page_caches import tag_of
from comments.reply_form import FormView
from comments.threads import Shown, Thread, story_replies
from core.jsonld import compact
from core.text import isotime
from core.urls import absolute
from delivery import tags
from news.models import Article

IN_STRUCTURED_DATA = 20


@dataclass
class StoryReplies:
    """What news/article.html shows as `replies`."""

    thread: Thread
    openness: Openness
    depth: int
    form: FormView | None  # None: nobody can reply, or this is only a preview
    url: str = ""
    feed_url: str = ""

    @property
    def total(self) -> int:
        return self.thread.total

    @property
    def pages(self) -> list[dict[str, object]]:
        """List the pages to choose from, {number, url}; the number is 0 where some are left out."""
        page = self.thread.page
        if page is None or not page.has_other_pages():
            return []
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        return [self.link_to(number) if isinstance(number, int) else {"number": 0} for number in numbers]

    def link_to(self, number: int) -> dict[str, object]:
        query = f"?replies={number}" if number > 1 else ""
        return {
            "number": number,
            "url": f"{self.url}{query}#replies",
            "is_current": self.thread.page is not None and number == self.thread.page.number,
        }


def page_context(article: Article, request: HttpRequest) -> dict[str, object]:
    rules = ReplySettings.current(request)
    # A version behind a preview link is looked at, not talked about; so is a draft.
    is_public = article.live and not getattr(request, "is_preview", False)
    tags.shows(tag_of(article.pk))
    now = timezone.now()
    closes = closes_at(article, rules)
    tags.until(closes if closes and closes > now else None)
    openness = openness_of(article, rules, now)
    try:
        thread = story_replies(article.pk, rules.depth, request.GET.get("replies")) if article.pk else Thread()
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("There is no such page of replies.") from error
    form = FormView.on_page(article, rules) if is_public and not openness.is_closed else None
    feed = reverse("reply_feed", args=[article.pk]) if is_public else ""
    article.reply_thread = thread
    return {"replies": StoryReplies(thread, openness, rules.depth, form, article.url or "", feed)}


def structured_data(article: Article) -> dict[str, object]:
    """Describe the first replies of the page that is shown (https://schema.org/Comment)."""
    thread: Thread | None = getattr(article, "reply_thread", None)
    if thread is None or not thread.total:
        return {}
    seen = [shown for shown in thread.all_shown() if not shown.is_gap]
    return {"commentCount": thread.total, "comment": [comment(shown) for shown in seen[:IN_STRUCTURED_DATA]]}


def comment(shown: Shown) -> dict[str, object]:
    reply = shown.reply
    return compact(
        type_="Comment",
        url=absolute(reverse("reply", args=[reply.pk])),
        text=reply.text,
        dateCreated=isotime(reply.created_at),
        author={"@type": "Person", "name": reply.name},
    )
