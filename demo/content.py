"""Read the demo newsroom's files: TOML for lists, front matter and light markup for stories."""

import re
import tomllib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.S)
PICTURE = re.compile(r"(\w+)=(.*?)(?=\s+\w+=|$)")


@dataclass(frozen=True)
class PictureSpec:
    """What demo.artwork draws, and the words that stand with it."""

    motif: str
    palette: str
    seed: int
    values: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    alt: str = ""
    caption: str = ""
    credit: str = "Illustration: Pulse"


@dataclass(frozen=True)
class Story:
    slug: str
    headline: str
    section: str
    fields: dict
    body: list[dict]
    picture: PictureSpec | None
    body_pictures: list[PictureSpec] = field(default_factory=list)


def read_list(name: str, file: str = "") -> list[dict]:
    """Return the tables `name` of demo/content/<name>s.toml, or of <file>s.toml."""
    return tomllib.loads((FOLDER / f"{file or name}s.toml").read_text("utf-8"))[name]


def read_stories() -> list[Story]:
    return [read_story(path) for path in sorted((FOLDER / "articles").glob("*.md"))]


def read_story(path: Path) -> Story:
    """Read one story; raise ValueError that names the file when it cannot be read."""
    found = FRONT_MATTER.match(path.read_text("utf-8"))
    if not found:
        raise ValueError(f"{path.name}: no front matter between +++ lines")
    try:
        fields = tomllib.loads(found[1])
        body = list(blocks(found[2]))
        picture = fields.pop("picture", None)
        return Story(
            slug=path.stem,
            headline=fields.pop("headline"),
            section=fields.pop("section"),
            fields=fields,
            body=body,
            picture=PictureSpec(**{**picture, **as_tuples(picture)}) if picture else None,
            body_pictures=[block["value"] for block in body if block["type"] == "image"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def as_tuples(picture: dict) -> dict:
    return {name: tuple(picture[name]) for name in ("values", "labels") if name in picture}


def inline(text: str) -> str:
    """Turn *emphasis*, **strong** and [links](https://… or /…) into HTML; everything else is escaped."""
    text = escape(" ".join(text.split()), quote=False)
    text = re.sub(r"\[([^\]]+)\]\(((?:https?:/)?/[^)\s]+)\)", r'<a href="\2">\1</a>', text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", text)


def html(lines: list[str]) -> str:
    """Turn paragraphs and “- ” lists into HTML."""
    parts: list[str] = []
    for chunk in re.split(r"\n\s*\n", "\n".join(lines).strip()):
        rows = chunk.splitlines()
        if rows and all(row.startswith("- ") for row in rows):
            parts.append("<ul>" + "".join(f"<li>{inline(row[2:])}</li>" for row in rows) + "</ul>")
        elif rows:
            parts.append(f"<p>{inline(chunk)}</p>")
    return "".join(parts)


def blocks(text: str):
    """Yield the body's blocks as {type, value}; neighbouring paragraphs make one block."""
    prose: list[str] = []

    def flush():
        if "".join(prose).strip():
            yield {"type": "paragraph", "value": html(prose)}
        prose.clear()

    lines = iter(text.strip().splitlines())
    for line in lines:
        special = line.startswith(("## ", ">", ":::", "Table:", "!related", "!picture"))
        if not special:
            prose.append(line)
            continue
        yield from flush()
        if line.startswith("## "):
            yield {"type": "heading", "value": line[3:].strip()}
        elif line.startswith(">> "):
            yield {"type": "pull_quote", "value": {"text": line[3:].strip()}}
        elif line.startswith(">"):
            rows = [line, *take_while(lines, ">")]
            words = [row.lstrip("> ").strip() for row in rows]
            attribution = next((word for word in words if word.startswith("—")), "")
            said = " ".join(word for word in words if not word.startswith("—")).strip()
            yield {"type": "quote", "value": {"text": said, "attribution": attribution.lstrip("— ")}}
        elif line.startswith(":::"):
            inside = []
            for row in lines:
                if row.strip() == ":::":
                    break
                inside.append(row)
            yield {
                "type": "fact_box",
                "value": {"title": line[3:].strip().removeprefix("fact").strip(), "body": html(inside)},
            }
        elif line.startswith("Table:"):
            yield {"type": "table", "value": table(line[6:].strip(), list(take_while(lines, "|")))}
        elif line.startswith("!related"):
            yield {"type": "related_story", "value": line.split()[1]}
        else:
            yield {"type": "image", "value": picture_line(line)}
    yield from flush()


def take_while(lines, prefix: str):
    """Yield the following lines that start with `prefix`; the first other line must be blank and is dropped."""
    for line in lines:
        if not line.startswith(prefix):
            if line.strip():
                raise ValueError(f"a blank line is missing before “{line[:40]}”")
            return
        yield line


def cells(row: str) -> list[str]:
    return [cell.strip().replace("**", "") for cell in row.strip().strip("|").split("|")]


def table(caption: str, rows: list[str]) -> dict:
    """Return a TypedTableBlock's raw value: the first row is the head, the second the rule."""
    head, body = cells(rows[0]), [cells(row) for row in rows[2:]]
    return {
        "caption": caption,
        "table": {
            "columns": [{"type": "text", "heading": heading} for heading in head],
            "rows": [{"values": row} for row in body],
            "caption": "",
        },
    }


def picture_line(line: str) -> PictureSpec:
    spec, alt, caption, credit = (part.strip() for part in line.removeprefix("!picture").split("|"))
    options = dict(PICTURE.findall(spec))
    return PictureSpec(
        motif=options["motif"],
        palette=options["palette"],
        seed=int(options["seed"]),
        values=tuple(float(value) for value in options.get("values", "").split(",") if value),
        labels=tuple(label.strip() for label in options.get("labels", "").split(",") if label),
        alt=alt,
        caption=caption,
        credit=credit,
    )
