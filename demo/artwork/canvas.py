"""Print flat shapes on paper the way a risograph does: one ink after another, grainy and a little out of register."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from random import Random
from typing import Literal, Self, TypeVar

from PIL import Image, ImageChops, ImageDraw, ImageFont

from .forms import Point, box
from .palettes import Colour, Palette

T = TypeVar("T")
Shade = Literal["down", "up", "left", "right", "in", "out"]
Blend = Literal["over", "multiply"]

SHEET_HEIGHT = 1200.0
_OVERSAMPLE = 2
_SLACK = 48


@lru_cache(maxsize=4)
def _noise(width: int, height: int) -> Image.Image:
    # Image.effect_noise draws from the C library's generator, which cannot be seeded.
    rng = Random(f"paper {width}x{height}")  # noqa: S311 - repeatable, not secret
    small = (max(1, int(width / 1.35)), max(1, int(height / 1.35)))
    return Image.frombytes("L", small, rng.randbytes(small[0] * small[1])).resize(
        (width, height), Image.Resampling.BILINEAR
    )


@lru_cache(maxsize=4)
def _grain(width: int, height: int) -> Image.Image:
    rng = Random(f"grain {width}x{height}")  # noqa: S311 - repeatable, not secret
    cells = (max(2, width // 26), max(2, height // 26))
    clouds = Image.frombytes("L", cells, rng.randbytes(cells[0] * cells[1])).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    specks = _noise(width, height).point([90 + v * 4 if v < 26 else 236 + v // 14 for v in range(256)])
    return ImageChops.multiply(specks, clouds.point([min(255, 234 + v // 7) for v in range(256)]))


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.load_default(size=size)  # type: ignore[return-value]


def _ramp(shade: Shade, size: tuple[int, int]) -> Image.Image:
    if shade in ("in", "out"):
        ramp = Image.radial_gradient("L").crop((37, 37, 219, 219)).resize(size)
        return ImageChops.invert(ramp) if shade == "in" else ramp
    ramp = Image.linear_gradient("L")
    if shade == "up":
        ramp = ramp.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    elif shade == "right":
        ramp = ramp.transpose(Image.Transpose.ROTATE_90)
    elif shade == "left":
        ramp = ramp.transpose(Image.Transpose.ROTATE_270)
    return ramp.resize(size)


class Plate:
    """Collect the shapes that one ink prints; every method returns the plate."""

    def __init__(self) -> None:
        self._shapes: list[tuple[str, list[Point], float, int, str]] = []
        self._reach = [math.inf, math.inf, -math.inf, -math.inf]

    def _add(
        self, kind: str, points: Iterable[Point], width: float = 0.0, *, cut: bool = False, text: str = ""
    ) -> Self:
        kept = list(points)
        if kept:
            self._shapes.append((kind, kept, width, 0 if cut else 255, text))
            pad = width / 2 + 1
            xs, ys = [x for x, _ in kept], [y for _, y in kept]
            reach = self._reach
            self._reach = [
                min(reach[0], min(xs) - pad),
                min(reach[1], min(ys) - pad),
                max(reach[2], max(xs) + pad),
                max(reach[3], max(ys) + pad),
            ]
        return self

    def polygon(self, points: Iterable[Point], *, cut: bool = False) -> Self:
        """Add a filled outline, or cut it out of what is already there."""
        return self._add("polygon", points, cut=cut)

    def rect(self, x0: float, y0: float, x1: float, y1: float, *, cut: bool = False) -> Self:
        """Add an upright rectangle."""
        return self._add("polygon", box(x0, y0, x1, y1), cut=cut)

    def disc(self, x: float, y: float, rx: float, ry: float | None = None, *, cut: bool = False) -> Self:
        """Add a filled circle or ellipse."""
        ry = rx if ry is None else ry
        return self._add("ellipse", [(x - rx, y - ry), (x + rx, y + ry)], cut=cut)

    def ring(self, x: float, y: float, r: float, width: float, ry: float | None = None, *, cut: bool = False) -> Self:
        """Add a circle's or an ellipse's outline."""
        ry = r if ry is None else ry
        return self._add("ring", [(x - r, y - ry), (x + r, y + ry)], width, cut=cut)

    def line(self, points: Iterable[Point], width: float, *, cut: bool = False) -> Self:
        """Add a stroke with round ends."""
        return self._add("line", points, width, cut=cut)

    def dashes(self, points: Sequence[Point], width: float, *, on: float = 22, off: float = 16) -> Self:
        """Add a broken stroke."""
        pen, left, run = True, on, [points[0]]
        for a, b in pairwise(points):
            length, done = math.dist(a, b), 0.0
            while length - done > left:
                done += left
                spot = (a[0] + (b[0] - a[0]) * done / length, a[1] + (b[1] - a[1]) * done / length)
                if pen:
                    self.line([*run, spot], width)
                pen, run = not pen, [spot]
                left = on if pen else off
            left -= length - done
            run.append(b)
        return self.line(run, width) if pen and len(run) > 1 else self

    def text(self, x: float, y: float, words: str, size: float, *, anchor: str = "mm") -> Self:
        """Add words; anchor is Pillow's two-letter code."""
        reach = size * (len(words) + 1)
        return self._add(f"text-{anchor}", [(x, y), (x - reach, y - size), (x + reach, y + size)], size, text=words)

    def bounds(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom in sheet units."""
        return self._reach[0], self._reach[1], self._reach[2], self._reach[3]

    def mask(self, area: tuple[int, int, int, int], scale: float, shift: Point) -> Image.Image:
        """Rasterise the part of the plate inside area, a box in pixels."""
        k = scale * _OVERSAMPLE
        dx, dy = (shift[0] * scale - area[0]) * _OVERSAMPLE, (shift[1] * scale - area[1]) * _OVERSAMPLE
        image = Image.new("L", ((area[2] - area[0]) * _OVERSAMPLE, (area[3] - area[1]) * _OVERSAMPLE))
        pen = ImageDraw.Draw(image)
        for kind, points, width, value, words in self._shapes:
            spots = [(x * k + dx, y * k + dy) for x, y in points]
            stroke = max(1, round(width * k))
            if kind == "polygon":
                if len(spots) > 1:
                    pen.polygon(spots, fill=value)
            elif kind == "ellipse":
                pen.ellipse(spots, fill=value)
            elif kind == "ring":
                pen.ellipse(spots, outline=value, width=stroke)
            elif kind == "line":
                pen.line(spots, fill=value, width=stroke, joint="curve")
                if stroke > 5:
                    for x, y in (spots[0], spots[-1]):
                        pen.ellipse((x - stroke / 2, y - stroke / 2, x + stroke / 2, y + stroke / 2), fill=value)
            else:
                pen.text(spots[0], words, fill=value, font=_font(max(4, round(width * k))), anchor=kind[5:])
        return image.reduce(_OVERSAMPLE)


class Sheet:
    """Hold the paper that a picture is printed on; the sheet is 1200 units high whatever its size in pixels."""

    def __init__(self, size: tuple[int, int], ink: Palette, name: str, seed: int) -> None:
        self.rng = Random(f"{name}:{seed}")  # noqa: S311 - repeatable, not secret
        self._seed = seed
        self.ink = ink
        self.scale = size[1] / SHEET_HEIGHT
        self.w, self.h = size[0] / self.scale, SHEET_HEIGHT
        self.image = Image.new("RGB", size, ink.paper)
        self._drift = Random(f"register {name}:{seed}")  # noqa: S311 - repeatable, not secret
        self._register: dict[Colour, Point] = {}
        texture = (size[0] + _SLACK, size[1] + _SLACK)
        self._noise, self._grain = _noise(*texture), _grain(*texture)

    def variant(self, choices: Sequence[T]) -> T:
        """Return the seed's turn among the choices, so that neighbouring seeds do not share one."""
        return choices[self._seed % len(choices)]

    def ground(self, colour: Colour) -> None:
        """Flood the sheet with one ink."""
        self.image.paste(Image.blend(self.image, Image.new("RGB", self.image.size, colour), 0.8))
        self.print(Plate().rect(-20, -20, self.w + 20, self.h + 20), colour)

    def fill(
        self,
        points: Iterable[Point],
        colour: Colour,
        *,
        tone: float = 1.0,
        blend: Blend = "over",
        shade: Shade | None = None,
        clip: Plate | None = None,
    ) -> None:
        """Print one filled outline."""
        self.print(Plate().polygon(points), colour, tone=tone, blend=blend, shade=shade, clip=clip)

    def print(
        self,
        plate: Plate,
        colour: Colour,
        *,
        tone: float = 1.0,
        blend: Blend = "over",
        shade: Shade | None = None,
        clip: Plate | None = None,
    ) -> None:
        """Print a plate in one ink.

        tone is the ink's share of full strength; shade stipples it away against the named direction, so that "down"
        is densest at the foot; clip keeps the ink inside another plate.
        """
        area = self._area(plate)
        if clip is not None:
            other = self._area(clip)
            area = (max(area[0], other[0]), max(area[1], other[1]), min(area[2], other[2]), min(area[3], other[3]))
        if area[2] <= area[0] or area[3] <= area[1]:
            return
        mask = plate.mask(area, self.scale, self._shift(colour))
        if clip is not None:
            mask = ImageChops.multiply(mask, clip.mask(area, self.scale, (0, 0)))
        if shade is not None:
            dust = ImageChops.add(_ramp(shade, mask.size), self._crop(self._noise, area), 1, -255)
            mask = ImageChops.multiply(mask, dust.point([0] + [min(255, 60 + v * 9) for v in range(1, 256)]))
        mask = ImageChops.multiply(mask, self._crop(self._grain, area))
        if tone < 1:
            mask = mask.point([round(v * tone) for v in range(256)])
        self._press(mask, colour, area, blend)

    def hatch(
        self,
        plate: Plate,
        colour: Colour,
        *,
        angle: float = 45,
        gap: float = 14,
        weight: float = 3,
        tone: float = 1.0,
        blend: Blend = "over",
        shade: Shade | None = None,
    ) -> None:
        """Rule parallel lines inside a plate."""
        x0, y0, x1, y1 = plate.bounds()
        x0, y0, x1, y1 = max(x0, -20), max(y0, -20), min(x1, self.w + 20), min(y1, self.h + 20)
        cx, cy, reach = (x0 + x1) / 2, (y0 + y1) / 2, math.hypot(x1 - x0, y1 - y0) / 2
        c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        lines = Plate()
        for i in range(-int(reach / gap), int(reach / gap) + 1):
            mx, my = cx - s * i * gap, cy + c * i * gap
            lines.line([(mx - c * reach, my - s * reach), (mx + c * reach, my + s * reach)], weight)
        self.print(lines, colour, tone=tone, blend=blend, shade=shade, clip=plate)

    def stamp(self, mask: Image.Image, colour: Colour, *, tone: float = 1.0, blend: Blend = "over") -> None:
        """Print a ready mask as large as the picture."""
        mask = ImageChops.multiply(mask, self._crop(self._grain, (0, 0, *mask.size)))
        if tone < 1:
            mask = mask.point([round(v * tone) for v in range(256)])
        self._press(mask, colour, (0, 0, *mask.size), blend)

    def finish(self, *, mirror: bool = False) -> Image.Image:
        """Return the dry picture, with the paper's tooth showing through every ink."""
        image = self.image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirror else self.image
        tooth = self._crop(self._noise, (0, 0, *image.size)).point([238 + v // 15 for v in range(256)])
        return ImageChops.multiply(image, Image.merge("RGB", (tooth, tooth, tooth)))

    def _press(self, mask: Image.Image, colour: Colour, area: tuple[int, int, int, int], blend: Blend) -> None:
        if blend == "multiply":
            below = self.image.crop(area)
            self.image.paste(ImageChops.multiply(below, Image.new("RGB", below.size, colour)), area, mask)
        else:
            self.image.paste(colour, area, mask)

    def _shift(self, colour: Colour) -> Point:
        if colour not in self._register:
            self._register[colour] = (self._drift.uniform(-2.6, 2.6), self._drift.uniform(-2.6, 2.6))
        return self._register[colour]

    def _area(self, plate: Plate) -> tuple[int, int, int, int]:
        x0, y0, x1, y1 = plate.bounds()
        if x1 < x0:
            return (0, 0, 0, 0)
        k, (w, h) = self.scale, self.image.size
        return (
            int(min(w, max(0, (x0 - 4) * k))),
            int(min(h, max(0, (y0 - 4) * k))),
            math.ceil(max(0, min(w, (x1 + 4) * k + 1))),
            math.ceil(max(0, min(h, (y1 + 4) * k + 1))),
        )

    def _crop(self, texture: Image.Image, area: tuple[int, int, int, int]) -> Image.Image:
        dx, dy = self._drift.randrange(_SLACK), self._drift.randrange(_SLACK)
        return texture.crop((area[0] + dx, area[1] + dy, area[2] + dx, area[3] + dy))
