"""What the queue shows of all replies that a moderator decides about; kept in the address."""

from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Q
from django.urls import reverse

from comments.models import Reply
from comments.permissions import below, moderated_paths
from comments.querysets import ReplyQuerySet
from news.forms import indented
from news.models import Article, Section

TABS = {
    "waiting": "Waiting",
    "reported": "Reported",
    "spam": "Spam",
    "rejected": "Rejected",
    "approved": "Approved",
    "all": "All",
}
STATES = ("waiting", "spam", "rejected", "approved")
# What is to be done, oldest first: nobody waits longer than those who came later.
TO_DO = ("waiting", "reported")


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url: str
    count: int
    is_here: bool


class QueueFilters(forms.Form):
    """Choose a section, a story, and words. What cannot be understood filters nothing."""

    q = forms.CharField(
        label="Search",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Name, text, e-mail or network"}),
    )
    section = forms.TypedChoiceField(required=False)
    story = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**31)

    def __init__(self, user, data) -> None:
        super().__init__(data, label_suffix="")
        self.user, self.paths = user, moderated_paths(user)
        self.tab = data.get("tab", "waiting")
        if self.tab not in TABS:
            self.tab = "waiting"
        sections = Section.objects.filter(below(self.paths)).in_order().only("title", "path", "depth")
        self.sections = {row.pk: row for row in sections}
        field: Any = self.fields["section"]
        field.choices = [("", "All sections"), *((str(pk), indented(row)) for pk, row in self.sections.items())]
        field.coerce = lambda value: self.sections[int(value)]
        field.empty_value = None
        self.is_valid()
        self.chosen = self.cleaned_data

    @cached_property
    def words(self) -> str:
        return (self.chosen.get("q") or "").replace("\0", "").strip()

    @cached_property
    def chosen_story(self) -> Article | None:
        if not (number := self.chosen.get("story")):
            return None
        return Article.objects.filter(below(self.paths), pk=number).only("title", "draft_title").first()

    @property
    def is_used(self) -> bool:
        return bool(self.words or self.chosen.get("section") or self.chosen_story)

    @cached_property
    def narrowed(self) -> ReplyQuerySet:
        """Return the replies of the chosen section and story, of every state."""
        section = self.chosen.get("section")
        rows = Reply.objects.filter(below([section.path] if section else self.paths, "article__path"))
        return rows.filter(article=self.chosen_story) if self.chosen_story else rows

    def replies(self) -> ReplyQuerySet:
        """Return what the tab shows, in its order."""
        rows = self.narrowed
        if self.tab == "reported":
            rows = rows.reported().filter(erased_at=None)
        elif self.tab != "all":
            rows = rows.of_state(self.tab).filter(erased_at=None)
        if self.words:
            rows = rows.filter(with_words(self.words))
        return rows.order_by("created_at", "pk") if self.tab in TO_DO else rows.order_by("-created_at", "-pk")

    def tabs(self) -> list[Tab]:
        """List the tabs with how many replies of the chosen section and story each holds, in two queries."""
        rows = self.narrowed.filter(erased_at=None)
        counts = self.narrowed.aggregate(
            all=Count("pk"), **{state: Count("pk", filter=Q(state=state, erased_at=None)) for state in STATES}
        )
        counts["reported"] = rows.reported().count()
        return [Tab(key, label, self.address(key), counts[key], key == self.tab) for key, label in TABS.items()]

    def address(self, tab: str = "", **changes) -> str:
        section = self.chosen.get("section")
        asked = {
            "tab": tab or self.tab,
            "q": self.words,
            "section": section.pk if section else "",
            "story": self.chosen_story.pk if self.chosen_story else "",
            **changes,
        }
        return f"{reverse('reply_queue')}?{urlencode({name: value for name, value in asked.items() if value})}"


def with_words(words: str) -> Q:
    """Filter for replies with `words` in name, text or e-mail address, or from a network such as 198.51.100.0/24."""
    if beginning := network_beginning(words):
        return Q(address__startswith=beginning)
    written = Q(name__icontains=words) | Q(text__icontains=words) | Q(email__icontains=words)
    return written | Q(address__startswith=words)


def network_beginning(words: str) -> str:
    """Return with what the addresses of an IPv4 network of /8, /16 or /24 begin; empty for other words.

    SQLite keeps addresses as text and knows no networks.
    """
    try:
        network = ip_network(words, strict=False)
    except ValueError:
        return ""
    if "/" not in words or network.version != 4 or network.prefixlen not in (8, 16, 24):
        return ""
    return ".".join(str(network.network_address).split(".")[: network.prefixlen // 8]) + "."
