"""Draw one picture to JPEG, in a process of its own: nothing here may need Django."""

from io import BytesIO

from demo import artwork
from demo.content import PictureSpec

SIZE = (1800, 1200)  # pixels
PORTRAIT_SIZE = (800, 800)


def paint(spec: PictureSpec) -> bytes:
    if spec.motif == "portrait":
        image = artwork.portrait(seed=spec.seed, palette=spec.palette, size=PORTRAIT_SIZE)
    else:
        image = artwork.draw(
            spec.motif, seed=spec.seed, palette=spec.palette, size=SIZE, values=spec.values, labels=spec.labels
        )
    buffer = BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
