"""Turn picture specifications into files in the picture library."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.core.files.base import ContentFile

from core.models import Picture
from demo.content import PictureSpec
from demo.painting import paint


def load_pictures(specs: Iterable[PictureSpec], uploaded_by=None) -> dict[PictureSpec, Picture]:
    """Draw and store the pictures that the library lacks; known by their title, so a second run draws nothing."""
    specs = list(dict.fromkeys(specs))
    known = {picture.title: picture for picture in Picture.objects.filter(title__in=[title(spec) for spec in specs])}
    missing = [spec for spec in specs if title(spec) not in known]
    if missing:
        # A fresh interpreter: a forked one would share this process's database connection.
        with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as pool:
            for spec, data in zip(missing, pool.map(paint, missing, chunksize=4), strict=True):
                known[title(spec)] = store(spec, data, uploaded_by)
    return {spec: known[title(spec)] for spec in specs}


def title(spec: PictureSpec) -> str:
    return f"Demo {spec.motif} {spec.palette} {spec.seed}"


def store(spec: PictureSpec, data: bytes, uploaded_by) -> Picture:
    name = f"demo-{spec.motif}-{spec.palette}-{spec.seed}.jpg"
    return Picture.objects.create(
        title=title(spec),
        file=ContentFile(data, name),
        description=spec.alt[:255],
        credit=spec.credit,
        uploaded_by_user=uploaded_by,
    )
