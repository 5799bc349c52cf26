"""The story of the main job: the newsroom's real one when it lies beside the repository, else our own."""

from dataclasses import dataclass
from html import escape

from tests.bench.servers import ROOT

REAL = ROOT.parent / "shared" / "data" / "story.txt"

OWN = """Night ferry to Ikorodu fills up in its first week

The night service carried four times the passengers it was planned for, and the jetty ran out of life jackets.

The first boat left at ten past six with eleven passengers and a goat. By Friday the queue reached the fish market,
and the operator had hired a second crew at “double pay and half the sleep”, as its foreman put it.

Fares are ₦800 a crossing. Traders say that the road costs them ₦1,400 and three hours; the lagoon costs forty minutes.

The waterways authority promised two more boats before the rains. It has promised boats before: four were ordered
nine years ago, and two of them lie in the yard at Ebute Ero, where children fish from their decks.

Original Source: lagoon-gazette.example
"""


@dataclass(frozen=True)
class Story:
    headline: str
    standfirst: str
    paragraphs: list[str]
    source_name: str

    @property
    def word_processor_html(self) -> str:
        """The body as a word processor puts it on the clipboard."""
        style = 'class=MsoNormal style="margin:0cm;mso-fareast-language:EN-GB;font-family:Calibri"'
        rows = "".join(
            f"<p {style}><span lang=EN-GB>{escape(text)}<o:p></o:p></span></p>" for text in self.paragraphs[1:]
        )
        return f"<html><head><style>p.MsoNormal{{margin:0}}</style></head><body>{rows}</body></html>"


def read() -> Story:
    real = REAL.exists()
    text = REAL.read_text("utf-8") if real else OWN
    parts = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    parts = parts[2:] if real else parts  # the site's name and tagline come first
    end = next(place for place, part in enumerate(parts) if part.startswith("Original Source:"))
    return Story(parts[0], parts[1][:400], parts[2:end], parts[end].partition(":")[2].strip())
