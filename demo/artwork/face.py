"""Measure one head, for those who draw its parts."""

from dataclasses import dataclass

from .forms import Point, turn
from .palettes import Colour


@dataclass(frozen=True)
class Face:
    """Hold the measures of one head in sheet units."""

    x: float
    y: float
    rx: float
    ry: float
    tilt: float
    skin: Colour
    dark: Colour
    wall: Colour

    def place(self, points: list[Point]) -> list[Point]:
        """Move points given in shares of the head's half width and height to the sheet."""
        return turn(
            [(self.x + px * self.rx, self.y + py * self.ry) for px, py in points], self.tilt, self.x, self.y + self.ry
        )
