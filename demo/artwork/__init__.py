"""Draw the demo newsroom's pictures by code, so that the demo ships no photographs and every story has its own."""

from collections.abc import Callable, Sequence

from PIL import Image

from . import charts, civic, cloth, ground, land, leisure, lines, people, places, science, shipping
from .canvas import Sheet
from .palettes import PALETTES as _PALETTES
from .palettes import Palette

_DRAWERS: dict[str, Callable[[Sheet], None]] = {
    "skyline": places.skyline,
    "harmattan": places.harmattan,
    "rain": places.rain,
    "adire": cloth.adire,
    "asooke": cloth.asooke,
    "cells": science.cells,
    "circuit": science.circuit,
    "drum": science.drum,
    "power": lines.power,
    "rails": lines.rails,
    "sea": shipping.sea,
    "ballot": civic.ballot,
    "court": civic.court,
    "books": leisure.books,
    "pitch": leisure.pitch,
    "river": land.river,
    "map": land.survey,
    "fields": ground.fields,
    "market": ground.market,
}
MOTIFS: frozenset[str] = frozenset({*_DRAWERS, "chart"})
PALETTES: frozenset[str] = frozenset(_PALETTES)


def draw(
    motif: str,
    *,
    seed: int,
    palette: str,
    size: tuple[int, int] = (1800, 1200),
    values: Sequence[float] = (),
    labels: Sequence[str] = (),
) -> Image.Image:
    """Draw one picture in RGB, size in pixels; the same arguments always give the same picture.

    values and labels are the facts that "chart" plots; other motifs ignore them.
    Raise ValueError for a motif or a palette that does not exist.
    """
    if motif not in MOTIFS:
        raise ValueError(f"Unknown motif {motif!r}; choose one of: {', '.join(sorted(MOTIFS))}")
    sheet = Sheet(size, _palette(palette), motif, seed)
    if motif == "chart":
        charts.chart(sheet, values, labels)
        return sheet.finish()
    _DRAWERS[motif](sheet)
    return sheet.finish(mirror=sheet.rng.random() < 0.5)


def portrait(*, seed: int, palette: str, size: tuple[int, int] = (800, 800)) -> Image.Image:
    """Draw one invented person's head and shoulders in RGB, size in pixels; neighbouring seeds never look alike.

    Raise ValueError for a palette that does not exist.
    """
    sheet = Sheet(size, _palette(palette), "portrait", seed)
    people.portrait(sheet)
    return sheet.finish(mirror=sheet.rng.random() < 0.5)


def _palette(name: str) -> Palette:
    if name not in _PALETTES:
        raise ValueError(f"Unknown palette {name!r}; choose one of: {', '.join(sorted(_PALETTES))}")
    return _PALETTES[name]
