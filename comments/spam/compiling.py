"""Make start.tsv, the counts that Pulse is shipped with, of the examples beside this file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from comments.spam.signs import signs

EXAMPLES = Path(__file__).with_name("examples")
# Senders of good examples that name none: the names and hosts of mail say nothing about anybody in particular.
NAMES = ("Ada Obi", "Musa Danjuma", "Tunde A.", "Ngozi", "Kwame Mensah", "Reader in Jos", "Halima", "S. Cole")
HOSTS = ("gmail.com", "yahoo.com", "gmail.com", "outlook.com", "gmail.com", "hotmail.com")


@dataclass(frozen=True)
class Example:
    """A reply as its sender wrote it; `kind` is the heading it stands under."""

    kind: str
    name: str
    email: str
    website: str
    text: str

    @property
    def signs(self) -> list[str]:
        return signs(self.name, self.email, self.website, self.text)


def read_examples(path: Path) -> Iterator[Example]:
    """Read a file of examples, one a line: the text, or “name | e-mail | website | text”; “== kind” heads a part."""
    kind = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.startswith("== "):
            kind = line.removeprefix("== ").strip()
        elif line.strip() and not line.startswith("#"):
            parts = [part.strip() for part in line.split(" | ", 3)]
            name, email, website, text = parts if len(parts) == 4 else (*somebody(number), "", line.strip())
            yield Example(kind, name, email, website, text)


def somebody(number: int) -> tuple[str, str]:
    """Return a name and an e-mail address for an example that has none."""
    name = NAMES[number % len(NAMES)]
    local = name.casefold().replace(" ", ".").replace("..", ".").strip(".")
    return name, f"{local}@{HOSTS[number % len(HOSTS)]}"


def count(spam: Iterable[Example], good: Iterable[Example]) -> dict[str, tuple[int, int]]:
    """Return in how many spam and good examples each sign stands; "" counts the examples themselves."""
    totals: dict[str, Counter[str]] = {"spam": Counter(), "good": Counter()}
    for column, examples in (("spam", spam), ("good", good)):
        for example in examples:
            totals[column].update(["", *example.signs])
    words = sorted({*totals["spam"], *totals["good"]})
    return {word: (totals["spam"][word], totals["good"][word]) for word in words}


def compile_start() -> str:
    """Return what start.tsv holds: sign, spam, good, a line each; pairs of words that stand only once are left out."""
    counts = count(read_examples(EXAMPLES / "spam.txt"), read_examples(EXAMPLES / "good.txt"))
    kept = {word: row for word, row in counts.items() if sum(row) > 1 or " " not in word or ":" in word}
    return "".join(f"{word}\t{spam}\t{good}\n" for word, (spam, good) in kept.items())
