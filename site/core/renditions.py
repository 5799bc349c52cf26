"""Make the sizes and formats in which readers get a picture, ahead of the first reader."""

import logging
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import prefetch_related_objects
from django_tasks import task
from wagtail.images.models import Filter

from delivery import tags
from delivery.purging import purge

logger = logging.getLogger("pulse.pictures")

WIDTHS = (160, 400, 800, 1200, 1600)  # from a portrait in a byline to a picture across the page
FORMATS = ("avif", "webp", "jpeg")
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}
SHARE_SPEC = "fill-1200x630|format-jpeg"
LOGO_SPEC = "max-600x600|format-png"
FALLBACK_SPEC = "width-800|format-jpeg"


def spec(width: int, image_format: str) -> str:
    return f"width-{width}|format-{image_format}"


READER_SPECS = frozenset(spec(width, image_format) for image_format in FORMATS for width in WIDTHS)


def specs_for(image) -> list[str]:
    """List the renditions worth making: never wider than the original, but always one of each format."""
    widths = [width for width in WIDTHS if width <= image.width] or [WIDTHS[0]]
    return [spec(width, image_format) for image_format in FORMATS for width in widths] + [SHARE_SPEC]


class ShownPicture(NamedTuple):
    """All that a page shows of a picture: its size, its alt text, and the renditions that exist."""

    width: int
    height: int
    default_alt_text: str
    renditions: tuple[tuple[str, str, int], ...]  # (filter_spec, url, width)


def shown_picture(image) -> ShownPicture | None:
    """Return what a page shows of a picture, whose renditions are best loaded before; it makes none."""
    if not image or isinstance(image, ShownPicture):
        return image
    rows = [(row.filter_spec, row.url, row.width) for row in image.renditions.all() if row.filter_spec in READER_SPECS]
    return ShownPicture(image.width, image.height, image.default_alt_text, tuple(rows))


def shown_pictures(ids: Collection[int]) -> dict[int, ShownPicture]:
    """Return what pages show of pictures, by their ids, in one query: no record is made of each of fifteen sizes."""
    from core.models import Picture, Rendition

    tags.shows(*(f"image-{pk}" for pk in ids))
    url = Rendition._meta.get_field("file").storage.url
    found: dict[int, tuple[tuple[int, int, str], list[tuple[str, str, int]]]] = {}
    columns = ("width", "height", "description", "renditions__filter_spec", "renditions__file", "renditions__width")
    rows = Picture.objects.filter(pk__in=ids).order_by("renditions").values_list("pk", *columns) if ids else ()
    for pk, width, height, description, filter_spec, file, rendition_width in rows:
        _, sizes = found.setdefault(pk, ((width, height, description), []))
        if filter_spec in READER_SPECS:
            sizes.append((filter_spec, url(file), rendition_width))
    return {pk: ShownPicture(*values, tuple(sizes)) for pk, (values, sizes) in found.items()}


def load_pictures(ids: Collection[int], along: Iterable = ()) -> dict:
    """Return pictures by their ids, with all renditions, which those in `along` are given by the same query."""
    from core.models import Picture

    pictures = Picture.objects.in_bulk(ids) if ids else {}
    prefetch_related_objects([*pictures.values(), *filter(None, along)], "renditions")
    return pictures


def existing_jpeg(image, widest: int = 1200):
    """Return the largest JPEG of `image` that has been made and is not cropped, up to `widest` pixels, or None."""
    found = [
        rendition
        for rendition in image.renditions.all()
        if rendition.filter_spec.startswith("width-")
        and rendition.filter_spec.endswith("|format-jpeg")
        and rendition.width <= widest
    ]
    return max(found, key=lambda rendition: rendition.width, default=None)


def make(image, specs: Iterable[str] | None = None) -> int:
    """Make the missing renditions of `image`; return how many it now has of those asked for."""
    made = image.get_renditions(*(specs or specs_for(image)))
    # Wagtail writes several with bulk_create(), which sends no signals.
    purge(f"image-{image.pk}")
    return len(made)


# Mails and indexes go first: a page shows its plain JPEG meanwhile.
@task(priority=-10)
def make_renditions(image_id: int) -> int:
    from core.models import Picture

    image = Picture.objects.filter(pk=image_id).first()
    return make(image) if image else 0


def make_on_upload(sender, instance, created: bool, raw: bool = False, **kwargs) -> None:
    """Make the plain JPEG at once, so that no reader waits for an encoder or finds no picture; the rest in a task.

    A file that was replaced has lost its sizes, so they are made after every change.
    """
    if raw:
        return
    if created:
        try:
            instance.get_rendition(FALLBACK_SPEC)
        except Exception:  # a file that cannot be read: the form has said so, or the import will
            logger.warning("No size of picture %s could be made: is its file damaged?", instance.pk, exc_info=True)
    transaction.on_commit(lambda: make_renditions.enqueue(instance.pk))


def existing(image, filter_spec: str):
    """Return a size that has been made, None when it has not: readers never wait for an encoder."""
    prefetch_related_objects([image], "renditions")  # all, once: a page asks for several
    try:
        return image.find_existing_rendition(Filter(spec=filter_spec))
    except image.get_rendition_model().DoesNotExist:
        return None
