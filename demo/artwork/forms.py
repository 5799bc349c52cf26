"""Compute the outlines that the motifs share; lengths are sheet units, angles are degrees."""

import math
from collections.abc import Iterable, Sequence
from random import Random

Point = tuple[float, float]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> list[Point]:
    """Run a Catmull-Rom curve through the points."""
    n = len(points)
    if n < 3:
        return list(points)
    curve: list[Point] = []
    for i in range(n if closed else n - 1):
        if closed:
            a, b, c, d = (points[(i + j) % n] for j in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(n - 1, max(0, i + j))] for j in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    if not closed:
        curve.append(points[-1])
    return curve


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


def blob(
    rng: Random, x: float, y: float, r: float, *, wobble: float = 0.15, corners: int = 9, squash: float = 1.0
) -> list[Point]:
    """Outline a soft round shape that no other blob repeats."""
    start = rng.uniform(0, math.tau)
    knots = []
    for i in range(corners):
        angle = start + math.tau * i / corners
        reach = r * (1 + rng.uniform(-wobble, wobble))
        knots.append((x + reach * math.cos(angle), y + reach * squash * math.sin(angle)))
    return smooth(knots, closed=True)


def ridge(
    rng: Random, x0: float, x1: float, y: float, height: float, *, waves: float = 2.0, step: float = 16
) -> list[Point]:
    """Trace a rolling line from x0 to x1 that stays within height of y."""
    parts = [(rng.uniform(0.6, 1.4) * waves * (2**i), rng.uniform(0, math.tau), 0.6 / (1.9**i)) for i in range(4)]
    count = max(2, int((x1 - x0) / step))
    line = []
    for i in range(count + 1):
        t = i / count
        lift = sum(weight * math.sin(math.pi * rate * t + phase) for rate, phase, weight in parts)
        line.append((x0 + (x1 - x0) * t, y - height * lift))
    return line


def turn(points: Iterable[Point], angle: float, x: float = 0.0, y: float = 0.0) -> list[Point]:
    """Rotate the points about (x, y)."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(x + (px - x) * c - (py - y) * s, y + (px - x) * s + (py - y) * c) for px, py in points]


def box(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    """Return the four corners of an upright rectangle."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def arc(x: float, y: float, r: float, start: float, end: float, *, ry: float | None = None) -> list[Point]:
    """Trace an arc clockwise from start to end, 0 being three o'clock."""
    ry = r if ry is None else ry
    count = max(6, int(abs(end - start) / 4))
    angles = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [(x + r * math.cos(a), y + ry * math.sin(a)) for a in angles]


def taper(points: Sequence[Point], wide: float, narrow: float) -> list[Point]:
    """Outline a stroke along the points whose width runs from wide to narrow."""
    left, right = [], []
    n = len(points)
    for i, (x, y) in enumerate(points):
        ax, ay = points[max(0, i - 1)]
        bx, by = points[min(n - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = (wide + (narrow - wide) * i / max(1, n - 1)) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def between(a: Point, b: Point, t: float) -> Point:
    """Return the point at share t of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def sag(a: Point, b: Point, drop: float, *, steps: int = 24) -> list[Point]:
    """Hang a cable from a to b whose lowest point is drop below the straight line."""
    line = []
    for i in range(steps + 1):
        t = i / steps
        x, y = between(a, b, t)
        line.append((x, y + 4 * drop * t * (1 - t)))
    return line


def scatter(
    rng: Random, width: float, height: float, gap: float, *, tries: int = 600, edge: float = 0.0
) -> list[Point]:
    """Throw points on a sheet, none nearer than gap to another."""
    kept: list[Point] = []
    for _ in range(tries):
        x, y = rng.uniform(-edge, width + edge), rng.uniform(-edge, height + edge)
        if all((x - a) ** 2 + (y - b) ** 2 >= gap * gap for a, b in kept):
            kept.append((x, y))
    return kept
