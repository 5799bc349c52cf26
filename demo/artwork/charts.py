"""Plot facts in ink: columns, bars, a line or an area, with the latest or the largest value picked out."""

from collections.abc import Sequence

from .canvas import Plate, Sheet
from .forms import Point
from .palettes import Colour

_MOST = 14
_MONTHS = frozenset({"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"})


def chart(sheet: Sheet, values: Sequence[float], labels: Sequence[str]) -> None:
    """Plot the values; without any, plot an invented series that carries no figures."""
    rng, ink = sheet.rng, sheet.ink
    dark = sheet.variant((False, False, False, True))
    if dark:
        sheet.ink = ink = ink.reversed()
    sheet.ground(ink.paper if not sheet.variant((False, True, False)) or dark else ink.pale)
    figures = [str(f"{value:,.1f}" if value % 1 else f"{value:,.0f}") for value in values[:_MOST]]
    series = [float(value) for value in values[:_MOST]]
    if not series:
        level, series = rng.uniform(20, 50), []
        for _ in range(rng.randint(6, 11)):
            level = max(6.0, level + rng.uniform(-14, 20))
            series.append(level)
    names = [str(label) for label in labels[: len(series)]] + [""] * (len(series) - len(labels))
    figures = figures or [""] * len(series)
    if max(map(len, names)) > 9:
        _bars(sheet, series, names, figures)
    else:
        ordered = all(any(sign.isdigit() for sign in name) or name[:3].title() in _MONTHS for name in names)
        manners = (_columns, _line, _bars, _area, _stems) if ordered or not any(names) else (_columns, _bars, _stems)
        sheet.variant(manners)(sheet, series, names, figures)


def _spread(series: Sequence[float]) -> tuple[float, float]:
    low, high = min(0.0, *series), max(0.0, *series)
    return low, (high - low) or 1.0


def _texture(sheet: Sheet, plate: Plate, colour: Colour, *, bright: bool) -> None:
    sheet.print(plate, colour)
    if not bright:
        sheet.hatch(plate, sheet.ink.paper, angle=sheet.rng.choice((45, -45)), gap=15, weight=2.5, tone=0.4)
    sheet.print(plate, sheet.ink.deep, shade="down", tone=0.45)


def _frame(
    sheet: Sheet, *, left: float = 0.12, right: float = 0.88, top: float = 250, foot: float = 940
) -> tuple[float, float, float, float]:
    rules = Plate()
    for i in range(5):
        y = top + (foot - top) * i / 4
        rules.line([(sheet.w * left - 30, y), (sheet.w * right + 30, y)], 2)
    sheet.print(rules, sheet.ink.soft)
    return sheet.w * left, sheet.w * right, top, foot


def _names(sheet: Sheet, spots: Sequence[Point], names: Sequence[str], room: float) -> None:
    words = Plate()
    size = min(52.0, max(20.0, room * 1.75 / max(3, max(map(len, names)))))
    for (x, y), name in zip(spots, names, strict=True):
        words.text(x, y, name, size, anchor="ma")
    sheet.print(words, sheet.ink.deep)


def _figures(sheet: Sheet, spots: Sequence[Point], figures: Sequence[str], room: float, hero: int) -> None:
    size = min(54.0, max(20.0, room * 1.6 / max(3, max(map(len, figures)))))
    for i, ((x, y), figure) in enumerate(zip(spots, figures, strict=True)):
        sheet.print(Plate().text(x, y, figure, size * (1.3 if i == hero else 1), anchor="ms"), sheet.ink.deep)


def _sun(sheet: Sheet, x: float, y: float) -> None:
    sheet.print(
        Plate().disc(x, y, sheet.rng.uniform(210, 330)),
        sheet.ink.soft,
        tone=0.55,
        shade=sheet.rng.choice(("down", "left", "right")),
    )


def _places(sheet: Sheet, series: Sequence[float]) -> tuple[list[Point], float, float, int]:
    left, right, top, foot = _frame(sheet)
    low, span = _spread(series)
    step = (right - left) / len(series)
    floor = foot + low / span * (foot - top)
    points = [(left + (i + 0.5) * step, foot - (value - low) / span * (foot - top)) for i, value in enumerate(series)]
    return points, step, floor, max(range(len(series)), key=lambda i: abs(series[i]))


def _beyond(x: float, y: float, floor: float, gap: float) -> Point:
    return (x, y - gap) if y <= floor else (x, y + gap + 36)


def _columns(sheet: Sheet, series: Sequence[float], names: Sequence[str], figures: Sequence[str]) -> None:
    ink = sheet.ink
    points, step, floor, hero = _places(sheet, series)
    half = step * sheet.rng.uniform(0.26, 0.4)
    _sun(sheet, points[hero][0], points[hero][1] + 40)
    shadow = Plate()
    for x, y in points:
        shadow.rect(x - half + 16, min(y, floor) + 16, x + half + 16, max(y, floor))
    sheet.print(shadow, ink.pale if ink.paper[0] > 100 else ink.soft, blend="over", tone=0.7)
    for i, (x, y) in enumerate(points):
        _texture(
            sheet,
            Plate().rect(x - half, min(y, floor), x + half, max(y, floor)),
            ink.accent if i == hero else ink.main,
            bright=i == hero,
        )
    sheet.print(Plate().line([(points[0][0] - step * 0.6, floor), (points[-1][0] + step * 0.6, floor)], 7), ink.deep)
    _figures(sheet, [_beyond(x, y, floor, 20) for x, y in points], figures, step, hero)
    _names(sheet, [(x, 1034 if floor < 930 else 966) for x, _ in points], names, step)


def _line(sheet: Sheet, series: Sequence[float], names: Sequence[str], figures: Sequence[str]) -> None:
    ink = sheet.ink
    points, step, floor, _ = _places(sheet, series)
    last = len(points) - 1
    _sun(sheet, *points[last])
    area = [(points[0][0], 940), *points, (points[-1][0], 940)]
    sheet.fill(area, ink.soft, shade="up", tone=0.8)
    sheet.print(Plate().line([(x + 7, y + 12) for x, y in points], 15), ink.soft)
    sheet.print(Plate().line(points, 13), ink.main)
    knots, eyes = Plate(), Plate()
    for x, y in points[:-1]:
        knots.disc(x, y, 17)
        eyes.disc(x, y, 8)
    sheet.print(knots, ink.deep)
    sheet.print(eyes, ink.paper)
    sheet.print(Plate().disc(*points[last], 34).ring(*points[last], 58, 5), ink.accent)
    sheet.print(Plate().line([(points[0][0] - step * 0.6, 940), (points[-1][0] + step * 0.6, 940)], 7), ink.deep)
    _figures(sheet, [(x, y - (78 if i == last else 38)) for i, (x, y) in enumerate(points)], figures, step, last)
    _names(sheet, [(x, 1034 if floor < 930 else 966) for x, _ in points], names, step)


def _area(sheet: Sheet, series: Sequence[float], names: Sequence[str], figures: Sequence[str]) -> None:
    ink = sheet.ink
    points, step, floor, hero = _places(sheet, series)
    stairs = [(points[0][0] - step / 2, floor)]
    for x, y in points:
        stairs += [(x - step / 2, y), (x + step / 2, y)]
    stairs.append((points[-1][0] + step / 2, floor))
    body = Plate().polygon(stairs)
    _sun(sheet, *points[hero])
    _texture(sheet, body, ink.main, bright=False)
    x, y = points[hero]
    _texture(sheet, Plate().rect(x - step / 2, min(y, floor), x + step / 2, max(y, floor)), ink.accent, bright=True)
    sheet.print(Plate().line(stairs[1:-1], 9), ink.deep)
    sheet.print(Plate().line([stairs[0], stairs[-1]], 7), ink.deep)
    _figures(sheet, [_beyond(x, y, floor, 24) for x, y in points], figures, step, hero)
    _names(sheet, [(x, 1034 if floor < 930 else 966) for x, _ in points], names, step)


def _stems(sheet: Sheet, series: Sequence[float], names: Sequence[str], figures: Sequence[str]) -> None:
    ink = sheet.ink
    points, step, floor, hero = _places(sheet, series)
    reach = min(74.0, step * 0.36)
    for i, (x, y) in enumerate(points):
        colour = ink.accent if i == hero else ink.main
        sheet.print(Plate().line([(x, floor), (x, y)], 9), colour)
        head = Plate().disc(x, y, reach * (1.15 if i == hero else 0.8))
        sheet.print(head, colour)
        sheet.print(head, ink.deep, shade="right", tone=0.6)
    sheet.print(Plate().line([(points[0][0] - step * 0.6, floor), (points[-1][0] + step * 0.6, floor)], 7), ink.deep)
    _figures(sheet, [_beyond(x, y, floor, reach + 24) for x, y in points], figures, step, hero)
    _names(sheet, [(x, 1034 if floor < 930 else 966) for x, _ in points], names, step)


def _bars(sheet: Sheet, series: Sequence[float], names: Sequence[str], figures: Sequence[str]) -> None:
    ink = sheet.ink
    longest = max(map(len, names))
    left = sheet.w * (0.12 if not longest else min(0.4, 0.14 + longest * 0.012))
    right, top, foot = sheet.w * 0.84, 190.0, 1010.0
    low, span = _spread(series)
    step, hero = (foot - top) / len(series), max(range(len(series)), key=lambda i: abs(series[i]))
    floor = left + -low / span * (right - left)
    rules = Plate()
    for i in range(1, 5):
        x = left + (right - left) * i / 4
        rules.line([(x, top - 20), (x, foot + 20)], 2)
    sheet.print(rules, ink.soft)
    _sun(sheet, floor + series[hero] / span * (right - left), top + (hero + 0.5) * step)
    size = min(48.0, step * 0.55, (left - sheet.w * 0.06) * 1.8 / max(6, longest))
    words = Plate()
    for i, value in enumerate(series):
        y, end = top + (i + 0.5) * step, floor + value / span * (right - left)
        bar = Plate().rect(min(floor, end), y - step * 0.33, max(floor, end), y + step * 0.33)
        _texture(sheet, bar, ink.accent if i == hero else ink.main, bright=i == hero)
        words.text(left - 24, y, names[i], size, anchor="rm")
        words.text(max(floor, end) + 20, y, figures[i], size * (1.25 if i == hero else 1), anchor="lm")
    sheet.print(Plate().line([(floor, top - 20), (floor, foot + 20)], 7), ink.deep)
    sheet.print(words, ink.deep)
