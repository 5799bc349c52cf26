"""The layouts of containers: how many cards each shows, and which of them may be larger."""

from dataclasses import dataclass

HARD_CAP = 20  # cards that a container keeps, whatever its layout shows

DEFAULT, BOOST, MEGA = "default", "boost", "mega"
BOOSTS = [(DEFAULT, "As the layout has it"), (BOOST, "Larger"), (MEGA, "Largest")]


@dataclass(frozen=True)
class Layout:
    key: str
    label: str
    help_text: str
    max_cards: int
    headline: int  # characters that look well; longer headlines run to more lines than the layout has room for
    boosts: tuple[str, ...] = (DEFAULT,)
    by_readers: bool = False  # filled by what is read most, whatever its rule says comes first

    def boost(self, wanted: str) -> str:
        """Return the size nearest to `wanted` that this layout has."""
        order = (DEFAULT, BOOST, MEGA)
        below = [size for size in self.boosts if order.index(size) <= order.index(wanted)] if wanted in order else []
        return max(below, key=order.index, default=DEFAULT)


LEAD = Layout("lead", "Lead", "One large story and up to four beside and below it.", 5, 90, (DEFAULT, MEGA))
PACKAGE = Layout(
    "package", "Package", "One subject: a large story, up to three big ones, the rest as headlines.", 10, 85,
    (DEFAULT, BOOST, MEGA),
)  # fmt: skip
THREE = Layout("three", "Row of three", "Up to three stories side by side.", 3, 75)
FOUR = Layout("four", "Row of four", "Up to four stories side by side.", 4, 65)
LIST = Layout("list", "List", "Headlines in columns; the first has its standfirst.", 10, 85)
OPINION = Layout("opinion", "Opinion", "Headlines with the author’s portrait.", 8, 75)
STRIP = Layout("strip", "Scrolling strip", "Pictures in one line that readers push sideways.", 12, 60)
TICKER = Layout("ticker", "Ticker", "Headlines in one line, for what is happening now.", 5, 60)
LATEST = Layout("latest", "Latest", "Headlines with their times.", 12, 75)
MOST_READ = Layout("most_read", "Most read", "Numbered headlines; fills itself.", 10, 75, by_readers=True)

LAYOUTS = {
    layout.key: layout
    for layout in (LEAD, PACKAGE, THREE, FOUR, LIST, OPINION, STRIP, TICKER, LATEST, MOST_READ)
}  # fmt: skip
CHOICES = [(layout.key, layout.label) for layout in LAYOUTS.values()]


def layout_of(key: str) -> Layout:
    """Return a layout by its key; an unknown one is shown as a list."""
    return LAYOUTS.get(key, LIST)
