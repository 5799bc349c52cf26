"""Draw people of the newsroom: invented heads and shoulders, calm and nearly faceless."""

from random import Random

from . import dress, hair, headwear
from .canvas import Plate, Sheet
from .face import Face
from .forms import arc, blob, box, smooth, taper, turn
from .palettes import Colour

_SKINS: tuple[tuple[Colour, Colour], ...] = (
    ((122, 74, 48), (77, 43, 28)),
    ((84, 50, 34), (48, 27, 19)),
    ((104, 63, 42), (62, 35, 24)),
    ((68, 40, 28), (38, 21, 16)),
    ((165, 110, 71), (113, 70, 43)),
    ((143, 91, 60), (95, 55, 35)),
    ((188, 136, 92), (134, 88, 56)),
)
_HAIRS: tuple[Colour, ...] = ((28, 22, 24), (38, 28, 26), (24, 20, 30))
_GREY: Colour = (150, 146, 142)

_LOOKS = (
    # Head, beard, glasses, dress, grey, broad: one row a person, so that a newsroom of thirteen shares none.
    ("fade", "moustache", False, "kaftan", True, True),
    ("fade", "short", True, "suit", False, True),
    ("hijab", "", False, "drape", False, False),
    ("fila", "", False, "agbada", True, True),
    ("afro", "", True, "print", False, False),
    ("hula", "full", False, "kaftan", False, True),
    ("braids", "", False, "blouse", False, False),
    ("bald", "full", True, "print", True, True),
    ("bun", "", True, "suit", False, False),
    ("locs", "short", False, "blouse", False, True),
    ("wrap", "", False, "print", False, False),
    ("gele", "", False, "lace", False, False),
    ("rows", "", False, "lace", False, False),
    ("hijab", "", True, "suit", False, False),
    ("hightop", "", False, "print", False, True),
    ("crop", "", False, "blouse", True, False),
    ("fila", "short", True, "print", False, True),
)


def portrait(sheet: Sheet) -> None:
    """Draw one person before a plain ground with a single large shape."""
    rng = sheet.rng
    head, beard, glasses, clothes, grey, broad = sheet.variant(_LOOKS)
    skin, dark = sheet.variant(_SKINS)
    wall = _ground(sheet, rng)
    rx = rng.uniform(168, 186) if broad else rng.uniform(156, 172)
    face = Face(
        sheet.w / 2 + rng.uniform(-46, 46),
        rng.uniform(520, 556),
        rx,
        rx * rng.uniform(1.3, 1.42),
        rng.uniform(-6, 6),
        skin,
        dark,
        wall,
    )
    colour = _GREY if grey else rng.choice(_HAIRS)
    hair.behind(sheet, rng, face, head, colour)
    _neck(sheet, face, broad)
    dress.wear(sheet, rng, face, clothes, broad)
    _head(sheet, rng, face, ears=head not in ("hijab",))
    if beard:
        _beard(sheet, rng, face, beard, colour)
    _features(sheet, rng, face, colour if not grey else (96, 90, 88), beard)
    if head in headwear.COVERS:
        headwear.upon(sheet, rng, face, head)
    elif head != "bald":
        hair.grow(sheet, rng, face, head, colour)
    if glasses:
        _glasses(sheet, rng, face)
    if not broad and head not in ("hijab",) and rng.random() < 0.85:
        _earrings(sheet, rng, face)


def _ground(sheet: Sheet, rng: Random) -> Colour:
    ink = sheet.ink
    wall, shape = sheet.variant(
        (
            (ink.pale, ink.soft),
            (ink.paper, ink.accent),
            (ink.soft, ink.paper),
            (ink.main, ink.soft),
            (ink.pale, ink.accent),
        )
    )
    sheet.ground(wall)
    x, y = sheet.w / 2 + rng.uniform(-160, 160), rng.uniform(420, 600)
    manner = sheet.variant((0, 1, 2, 3))
    plate = Plate()
    if manner == 0:
        plate.disc(x, y, rng.uniform(390, 480))
    elif manner == 1:
        half = rng.uniform(310, 400)
        plate.rect(x - half, y, x + half, sheet.h + 20).disc(x, y, half)
    elif manner == 2:
        plate.polygon(turn(box(x - 20, -600, x + 1600, sheet.h + 600), rng.uniform(-24, 24), x, y))
    else:
        plate.polygon(blob(rng, x, y, rng.uniform(430, 520), wobble=0.14))
    sheet.print(plate, shape, tone=0.9)
    sheet.print(plate, wall, shade=rng.choice(("down", "left", "right")), tone=0.85)
    if rng.random() < 0.4:
        sheet.hatch(plate, wall, angle=rng.choice((0, 45, 90)), gap=26, weight=4, shade="up", tone=0.8)
    return wall


def _neck(sheet: Sheet, face: Face, broad: bool) -> None:
    x, chin, half = face.x, face.y + face.ry, face.rx * (0.62 if broad else 0.5)
    neck = Plate().polygon(
        smooth(
            [
                (x - half, chin - 120),
                (x - half, chin + 30),
                (x - half * 1.5, chin + 130),
                (x, chin + 250),
                (x + half * 1.5, chin + 130),
                (x + half, chin + 30),
                (x + half, chin - 120),
            ]
        )
    )
    sheet.print(neck, face.skin)
    sheet.print(Plate().disc(x + 10, chin - 24, half * 1.5, 92), face.dark, clip=neck, tone=0.85)
    sheet.print(neck, face.dark, shade="right", tone=0.7)


def _head(sheet: Sheet, rng: Random, face: Face, *, ears: bool) -> None:
    if ears:
        lobes = Plate()
        for s in (-1, 1):
            lobes.polygon(
                face.place(
                    smooth([(s * 0.92, -0.12), (s * 1.13, -0.16), (s * 1.1, 0.12), (s * 0.96, 0.24)], closed=True)
                )
            )
        sheet.print(lobes, face.dark)
    jaw, cheek = rng.uniform(0.5, 0.7), rng.uniform(0.86, 0.96)
    half = [(0.0, -1.0), (0.55, -0.9), (0.92, -0.52), (1.0, -0.05), (cheek, 0.38), (jaw, 0.78), (0.26, 0.98)]
    skull = Plate().polygon(face.place(smooth([*half, (0, 1.0), *[(-px, py) for px, py in half[:0:-1]]], closed=True)))
    sheet.print(skull, face.skin)
    shade = [(0.1, -1.0), (0.3, -0.3), (0.2, 0.05), (0.34, 0.3), (0.18, 0.62), (0.3, 1.02), (1.3, 1.0), (1.3, -1.1)]
    sheet.print(Plate().polygon(face.place(smooth(shade, closed=True))), face.dark, shade="right", clip=skull)
    sheet.print(skull, face.dark, shade="right", tone=0.55)


def _features(sheet: Sheet, rng: Random, face: Face, brow: Colour, beard: str) -> None:
    lines, brows, lips, light = Plate(), Plate(), Plate(), Plate()
    lift, wide = rng.uniform(-0.03, 0.03), rng.uniform(0.15, 0.21)
    for s in (-1, 1):
        brows.polygon(
            taper(
                face.place(smooth([(s * 0.2, -0.2 + lift), (s * 0.44, -0.27 + lift), (s * 0.66, -0.19 + lift)])), 15, 6
            )
        )
        lines.polygon(taper(face.place(smooth([(s * 0.25, -0.04), (s * 0.42, 0.015), (s * 0.6, -0.04)])), 5, 8))
    lines.line(face.place(smooth([(0.06, -0.1), (wide * 0.8, 0.2), (wide, 0.29), (0.0, 0.34), (-wide * 0.8, 0.3)])), 5)
    mouth = rng.uniform(0.25, 0.32)
    lips.polygon(
        face.place(
            smooth(
                [(-mouth, 0.548), (-0.1, 0.52), (0, 0.535), (0.1, 0.52), (mouth, 0.543), (0.12, 0.645), (-0.12, 0.645)],
                closed=True,
            )
        )
    )
    light.line(
        face.place(smooth([(-mouth, 0.545), (-mouth * 0.5, 0.575), (0, 0.583), (mouth * 0.5, 0.575), (mouth, 0.54)])), 4
    )
    sheet.print(brows, brow)
    sheet.print(lines, face.dark)
    sheet.print(lips, ((face.dark[0] + 150) // 2, (face.dark[1] + 50) // 2, (face.dark[2] + 50) // 2), tone=0.8)
    sheet.print(light, face.dark)


def _beard(sheet: Sheet, rng: Random, face: Face, manner: str, hair: Colour) -> None:
    plate = Plate()
    if manner != "moustache":
        drop = 1.06 if manner == "short" else rng.uniform(1.18, 1.3)
        outer = [
            (-1.0, 0.02),
            (-0.97, 0.42),
            (-0.7, 0.86),
            (-0.3, drop),
            (0.3, drop),
            (0.7, 0.86),
            (0.97, 0.42),
            (1.0, 0.02),
        ]
        inner = [(0.84, 0.22), (0.62, 0.48), (0.36, 0.44), (0, 0.42), (-0.36, 0.44), (-0.62, 0.48), (-0.84, 0.22)]
        plate.polygon(face.place([*smooth(outer), *smooth(inner)]))
        plate.polygon(
            face.place(smooth([(-0.33, 0.56), (0, 0.49), (0.33, 0.56), (0.2, 0.69), (-0.2, 0.69)], closed=True)),
            cut=True,
        )
    else:
        plate.polygon(
            face.place(
                smooth([(-0.38, 0.52), (-0.16, 0.41), (0, 0.43), (0.16, 0.41), (0.38, 0.52), (0, 0.5)], closed=True)
            )
        )
    sheet.print(plate, hair, tone=0.92 if manner == "full" else 0.78)


def _glasses(sheet: Sheet, rng: Random, face: Face) -> None:
    frame, round_, colour = Plate(), rng.random() < 0.5, rng.choice((sheet.ink.deep, sheet.ink.deep, sheet.ink.accent))
    lens = Plate()
    for s in (-1, 1):
        rim = (
            smooth(arc(s * 0.43, -0.03, 0.33, 0, 350, ry=0.235), closed=True, steps=2)
            if round_
            else smooth(
                [(s * 0.12, -0.18), (s * 0.76, -0.2), (s * 0.74, 0.1), (s * 0.44, 0.17), (s * 0.16, 0.1)], closed=True
            )
        )
        spots = face.place(rim)
        lens.polygon(spots)
        frame.line([*spots, spots[0]], 11 if not round_ else 8)
        frame.line(face.place([(s * 0.76, -0.1), (s * 1.02, -0.13)]), 9)
    frame.line(face.place(smooth([(-0.12, -0.06), (0, -0.1), (0.12, -0.06)])), 8)
    sheet.print(lens, sheet.ink.paper, tone=0.16)
    sheet.print(frame, colour)


def _earrings(sheet: Sheet, rng: Random, face: Face) -> None:
    plate, manner = Plate(), rng.randrange(3)
    for s in (-1, 1):
        x, y = face.place([(s * 1.04, 0.27)])[0]
        if manner == 0:
            plate.ring(x, y + 32, 32, 8)
        elif manner == 1:
            plate.disc(x, y + 8, 15)
        else:
            plate.polygon([(x, y), (x + 22, y + 62), (x - 22, y + 62)])
    sheet.print(plate, sheet.ink.accent)
