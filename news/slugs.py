"""Addresses of stories."""

from itertools import count

from anyascii import anyascii
from django.utils.text import slugify
from wagtail.models import Page


def slug_of(headline: str) -> str:
    """Make the last part of an address from a headline in any script."""
    return slugify(anyascii(headline))[:200] or "story"


def free_slug(parent: Page, wanted: str, keep: Page | None = None) -> str:
    """Return `wanted`, numbered when another page than `keep` below `parent` has it."""
    siblings = parent.get_children().filter(slug__startswith=wanted).exclude(pk=keep.pk if keep else None)
    taken = set(siblings.values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(free for number in count(2) if (free := f"{wanted[:240]}-{number}") not in taken)
