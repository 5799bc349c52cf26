"""The pictures of a story: when it is published, sizes that are missing are made before readers ask for them.

They are made on upload (core.renditions); what was imported, or uploaded while no worker ran to the end, may have none.
"""

from functools import partial

from django.db import transaction

from core.renditions import load_pictures, make_renditions, specs_for
from news.body_loading import picture_values
from news.models import Article


def pictures_in(article: Article) -> set[int]:
    """Return the numbers of the pictures in a story: above it, and in its body."""
    inside = (value.get("image") for block in article.body.raw_data for value in picture_values(block))
    return {pk for pk in (article.lead_image_id, *inside) if pk}


def make_missing(instance: Article, **kwargs) -> None:
    """Have the sizes made that the pictures of a story lack; a receiver of page_published."""
    transaction.on_commit(partial(ask_for_missing, pictures_in(instance)), robust=True)


def ask_for_missing(ids: set[int]) -> None:
    for pk, picture in load_pictures(ids).items():
        if not {row.filter_spec for row in picture.renditions.all()}.issuperset(specs_for(picture)):
            make_renditions.enqueue(pk)
