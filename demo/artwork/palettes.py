"""Name the inks that the demo newsroom prints its pictures with."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Hold six inks from the lightest to the darkest, and one accent."""

    paper: Colour
    pale: Colour
    soft: Colour
    main: Colour
    deep: Colour
    accent: Colour

    def reversed(self) -> "Palette":
        """Return the same inks for a picture that is printed on a dark ground."""
        return Palette(self.deep, self.main, self.soft, self.pale, self.paper, self.accent)


def _palette(*codes: str) -> Palette:
    return Palette(*((int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in codes))


PALETTES: dict[str, Palette] = {
    "indigo": _palette("f4ecdc", "ccd7dd", "7f9dbb", "2d5190", "152140", "de7a3b"),
    "laterite": _palette("f6eadb", "eecba6", "dd9161", "b5492b", "38190f", "2b726c"),
    "forest": _palette("f3eedb", "d0dab2", "88ab74", "2f6d47", "10302a", "e2942e"),
    "harmattan": _palette("f7eedd", "ecd9b2", "d5b07a", "a8763f", "3b2a22", "c9472f"),
    "lagoon": _palette("f2eee0", "c0ddd6", "70b2ae", "1f7c82", "0e2f3d", "f0704e"),
    "kola": _palette("f6ebdf", "ebc8b9", "cc8471", "8e303b", "2d1219", "dba334"),
    "night": _palette("f1e8d6", "b3bbd1", "6474a3", "303b72", "131733", "f2b84b"),
    "gold": _palette("f7efdb", "f1dfa6", "e4ba4d", "b57f1d", "2e2413", "1f6c53"),
}
