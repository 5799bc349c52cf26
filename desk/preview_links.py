"""Let somebody outside the newsroom read one version of a story, and no more than that."""

from datetime import datetime, timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from desk.models import PreviewLink
from desk.models.preview_link import hashed, new_token
from news.models import Article

MAX_OPEN_LINKS = 20
MAX_DAYS = 30
VERSIONS_OFFERED = 20
CREATED, REVOKED = "desk.preview_link.create", "desk.preview_link.revoke"


class TooManyLinks(Exception):
    """Raised instead of making a link; the message says what to do, in words for the editor."""


def can_share_preview(user, story) -> bool:
    """Tell whether `user` may make, list and revoke preview links of a story: whoever may edit it."""
    return user.has_perm("wagtailadmin.access_admin") and story.permissions_for_user(user).can_edit()


def create_link(story: Article, revision: Revision, user, note: str, expires_at: datetime) -> tuple[PreviewLink, str]:
    """Make a link to one version and return it with its token, which is kept nowhere.

    Raise TooManyLinks when the story has MAX_OPEN_LINKS open ones, PermissionDenied when `user` may not share it.
    """
    if not can_share_preview(user, story) or str(revision.object_id) != str(story.pk):
        raise PermissionDenied
    token = new_token()
    with transaction.atomic():
        # Links of one story are made one after the other, or the limit would be none.
        Page.objects.select_for_update().get(pk=story.pk)
        if PreviewLink.objects.of_story(story).open().count() >= MAX_OPEN_LINKS:
            raise TooManyLinks(f"This story has {MAX_OPEN_LINKS} open preview links. Revoke one first.")
        link = PreviewLink.objects.create(
            article=story,
            content=revision.content,
            version_at=revision.created_at,
            token_hash=hashed(token),
            note=note,
            created_by=user,
            expires_at=min(expires_at, timezone.now() + timedelta(days=MAX_DAYS)),
        )
        record(CREATED, link, user, revision=revision)
    return link, token


def revoke(link: PreviewLink, user) -> bool:
    """Close a link at once; False when somebody has done it already."""
    with transaction.atomic():
        revoked = PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(
            revoked_at=timezone.now(), revoked_by=user
        )
        if revoked:
            record(REVOKED, link, user)
    return bool(revoked)


def record(action: str, link: PreviewLink, user, revision: Revision | None = None) -> None:
    data = {"note": link.note, "expires": timezone.localtime(link.expires_at).strftime("%d.%m.%Y %H:%M")}
    log(instance=link.article, action=action, user=user, revision=revision, data=data)


def find_open(token: str) -> PreviewLink | None:
    return PreviewLink.objects.open().with_token(token).select_related("article").first()


class VersionField(forms.ModelChoiceField):
    def label_from_instance(self, revision: Revision) -> str:
        when = timezone.localtime(revision.created_at).strftime("%-d %B, %H:%M")
        by = (revision.user.get_full_name() or revision.user.get_username()) if revision.user else "the system"
        return f"{when}, by {by}"


class PreviewLinkForm(forms.Form):
    note = forms.CharField(
        label="For whom", max_length=120, help_text="Who gets the link, and what for: “Ms Ade, legal read”."
    )
    days = forms.TypedChoiceField(
        label="Open for",
        coerce=int,
        initial=3,
        choices=[(1, "1 day"), (3, "3 days"), (7, "7 days"), (14, "14 days"), (MAX_DAYS, f"{MAX_DAYS} days")],
    )
    revision = VersionField(
        queryset=Revision.objects.none(),
        label="Version",
        empty_label=None,
        help_text="The reader sees this version only, whatever you write afterwards.",
    )

    def __init__(self, *args, story: Article, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        newest = story.revisions.order_by("-created_at", "-pk").values_list("pk", flat=True)[:VERSIONS_OFFERED]
        # A field filters its queryset further, which a limited one does not allow.
        offered = Revision.objects.filter(pk__in=list(newest)).select_related("user").order_by("-created_at", "-pk")
        field = self.fields["revision"]
        field.queryset, field.initial = offered, story.latest_revision_id  # type: ignore[attr-defined]

    def expires_at(self) -> datetime:
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
