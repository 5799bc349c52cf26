from io import BytesIO

import pytest
from PIL import Image as Canvas

from core import encoding
from core.renditions import READER_SPECS, make, specs_for
from tests import factories

pytestmark = pytest.mark.once


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "CMYK"])
def test_pictures_of_every_colour_mode_become_avif(mode, monkeypatch):
    from willow.image import Image

    source = BytesIO()
    Canvas.new(mode, (40, 30)).save(source, "TIFF")
    written = BytesIO()
    speeds = []
    real = Canvas.Image.save
    monkeypatch.setattr(
        Canvas.Image, "save", lambda self, *a, **k: (speeds.append(k.get("speed")), real(self, *a, **k))
    )

    Image.open(source).save_as_avif(written, quality=50)

    assert Canvas.open(BytesIO(written.getvalue())).size == (40, 30)
    assert speeds == [encoding.AVIF_SPEED]


@pytest.mark.django_db
def test_a_picture_is_never_enlarged():
    picture = factories.picture(size=(900, 600))

    make(picture)

    made = {rendition.filter_spec: rendition.width for rendition in picture.renditions.all()}
    assert max(made[spec] for spec in specs_for(picture) if spec in READER_SPECS) == 800
    assert {spec.rpartition("-")[2] for spec in made} == {"avif", "webp", "jpeg"}
