import hashlib
import ipaddress
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.models import Article

MAX_VISITS_KEPT = 500
TOKEN_BYTES = 32


def hashed(token: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so a plain hash cannot be reversed by guessing."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def shortened(address: str) -> str:
    """Return the network of an internet address, /24 or /48: enough to tell visitors apart, too little to name one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 48), strict=False))


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        """Keep the links that show something: not expired, not revoked, made by somebody who still works here."""
        return self.filter(
            Q(created_by__isnull=True) | Q(created_by__is_active=True),
            revoked_at=None,
            expires_at__gt=timezone.now(),
        )

    def with_token(self, token: str):
        # Looked up by its hash: how long the comparison takes says nothing about the token.
        return self.filter(token_hash=hashed(token))

    def of_story(self, story):
        return self.filter(article_id=story.pk).order_by("-created_at", "-pk")

    def for_listing(self):
        """Load what desk/preview_links.html shows, in a fixed number of queries."""
        return self.select_related("created_by", "revoked_by").prefetch_related(
            models.Prefetch("visits", PreviewVisit.objects.order_by("-at", "-pk"))
        )


class PreviewLink(models.Model):
    """Show one version of a story to somebody outside: a lawyer, a source.

    The version is kept here: Wagtail saves over a revision while its author goes on writing.
    """

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="preview_links")
    content = models.JSONField(editable=False)
    version_at = models.DateTimeField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    visit_count = models.PositiveIntegerField(default=0, editable=False)

    objects = PreviewLinkQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [models.Index(fields=["article", "-created_at"], name="desk_preview_link_article")]

    def __str__(self) -> str:
        return f"Preview for {self.note}"

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "revoked"
        if self.expires_at <= timezone.now():
            return "expired"
        if self.created_by and not self.created_by.is_active:
            return "closed with its maker's account"
        return "open"

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def version(self) -> Article:
        """Return the story as it was when the link was made."""
        return self.article.with_content_json(self.content)

    def record_visit(self, address: str, user_agent: str) -> None:
        """Count a visit and keep when and from what network it came; the first MAX_VISITS_KEPT are kept."""
        type(self).objects.filter(pk=self.pk).update(visit_count=F("visit_count") + 1)
        if self.visit_count < MAX_VISITS_KEPT:
            self.visits.create(network=shortened(address), user_agent=user_agent[:200].replace("\x00", ""))


class PreviewVisit(models.Model):
    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(default=timezone.now)
    network = models.CharField(max_length=50, blank=True)
    user_agent = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.network}, {self.at:%d.%m.%Y %H:%M}"
