"""Make the site's fonts out of Merriweather 2.100 (OFL.txt): pulse-serif and pulse-serif-italic, each in three files.

    .venv/bin/python docs/fonts/build.py FOLDER

FOLDER holds `Merriweather[opsz,wdth,wght].ttf` and its italic, as they lie in the wheel that
`pip download --no-deps fontpkg-merriweather` brings.

Why Merriweather: of the families looked at (Newsreader, Source Serif 4, Literata, Fraunces, EB Garamond, Vollkorn)
it alone draws, upright and italic, every letter of Yoruba, Igbo and Hausa (ɓ ɗ ƙ), and sets their tone marks where
they belong: Ọ̀ṣun, Ẹ̀kìtì, ǹ. Its licence keeps the name "Merriweather" for unchanged copies, so the subset has another.

The first file holds what plain English needs, `-nigerian` the letters that Yoruba, Igbo and Hausa add, `-more` those of
other languages. Browsers load the last two only for a page that has such a letter (`unicode-range` in fonts.css, printed when
the fonts are made), so that most first views do with 20 kB, and one that names Ọ̀ṣun or Ẹ̀kìtì with 8 more.

Three axes of 9 MB become one of 50 kB: as the weight grows from 400 to 700 the letter turns from text (optical size 18,
width 92) to headline (optical size 72, width 87), and there is one set of kerning for the whole design.
"""

import sys
import unicodedata
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools import subset
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from fontTools.varLib import build as build_variable
from fontTools.varLib.instancer import instantiateVariableFont

TEXT = {"wght": 400, "opsz": 18, "wdth": 92}
HEADLINE = {"wght": 700, "opsz": 72, "wdth": 87}
BASIC = "".join([*map(chr, range(0x20, 0x7F)), "\xa0£§©°·–—‘’“”•…€₦→−"])
# A tone is set on a letter of the same font: on m and n, for which Unicode has no sign with it, by the basic one.
TONES = "\u0300\u0301\u0304"
NIGERIAN = "".join(
    [
        "ÀÁÈÉÌÍÒÓÙÚàáèéìíòóùúĀāĒēĪīŌōŪū",
        "ŃńǸǹṄṅṢṣẸẹỊịỌọỤụƁɓƊɗƘƙƳƴ",
        "\u02bc\u0323" + TONES,
    ]
)
MORE = "".join(
    [
        *(chr(code) for code in range(0xA1, 0x100) if chr(code) not in BASIC + NIGERIAN + "¤¦¨¬\xad¯´¶¸×÷"),
        "ŊŋŒœŠšŽžƆɔƐɛ",
        "\u0302\u0303\u0307\u030c",
        "\u2009\u202f‚„′″‹›₵←",
    ]
)
FILES = {"": BASIC + TONES, "-nigerian": NIGERIAN, "-more": MORE}
FEATURES = ["mark", "mkmk", "ccmp", "locl", "lnum", "tnum"]
SMALLEST_KERN = 0.016  # of the em; less is hardly seen
STEP = 20  # units; coarse values compress well


def cut(source: Path, letters: str) -> TTFont:
    """Keep the letters and features the site uses."""
    options = subset.Options(
        layout_features=[*FEATURES, "kern"], hinting=False, glyph_names=True, drop_tables=["meta", "DSIG", "STAT"]
    )
    cutter = subset.Subsetter(options)
    font = TTFont(source)
    cutter.populate(text=letters)
    cutter.subset(font)
    return font


def kern_of(font: TTFont) -> dict[tuple[str, str], int]:
    """Read the kerning of single glyphs out of GPOS; the first value found counts, as in a shaper."""
    table = font["GPOS"].table
    wanted = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    found: dict[tuple[str, str], int] = {}
    for index in sorted(wanted):
        for part in table.LookupList.Lookup[index].SubTable:
            part = getattr(part, "ExtSubTable", part)
            if part.LookupType != 2:
                continue
            firsts = part.Coverage.glyphs
            if part.Format == 1:
                for first, pairs in zip(firsts, part.PairSet, strict=True):
                    for pair in pairs.PairValueRecord:
                        found.setdefault(
                            (first, pair.SecondGlyph), getattr(pair.Value1, "XAdvance", 0) if pair.Value1 else 0
                        )
                continue
            for first in firsts:
                row = part.Class1Record[part.ClassDef1.classDefs.get(first, 0)].Class2Record
                for second in font.getGlyphOrder():
                    value = row[part.ClassDef2.classDefs.get(second, 0)].Value1
                    found.setdefault((first, second), getattr(value, "XAdvance", 0) if value else 0)
    return found


def kern_feature(fonts: list[TTFont], kinds: str = "LP") -> str:
    """Write one kerning for all: the mean of the fonts', of base letters, shared by their accented forms."""
    names = fonts[0].getBestCmap()
    groups: dict[str, list[str]] = {}
    for code, name in names.items():
        base = unicodedata.normalize("NFD", chr(code))[0]
        if unicodedata.category(base)[0] in kinds and ord(base) in names:
            groups.setdefault(names[ord(base)], [])
            if name not in groups[names[ord(base)]]:
                groups[names[ord(base)]].append(name)
    kerns = [kern_of(font) for font in fonts]
    least = SMALLEST_KERN * fonts[0]["head"].unitsPerEm
    lines = [f"@{name}=[{' '.join(members)}];" for name, members in groups.items()]
    rules = []
    for first in groups:
        for second in groups:
            value = round(sum(kern.get((first, second), 0) for kern in kerns) / len(kerns) / STEP) * STEP
            if abs(value) >= least:
                rules.append(f"pos @{first} @{second} {value};")
    return "\n".join([*lines, "feature kern {", *rules, "} kern;"])


def without_kern(font: TTFont, letters: str) -> TTFont:
    options = subset.Options(layout_features=FEATURES, hinting=False, glyph_names=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    return font


def add_kern(font: TTFont, feature: str) -> None:
    """Add a kern feature to a font that already places marks."""
    other = deepcopy(font)
    addOpenTypeFeaturesFromString(other, feature, tables=["GPOS"])
    table, source = font["GPOS"].table, other["GPOS"].table
    start = len(table.LookupList.Lookup)
    table.LookupList.Lookup += source.LookupList.Lookup
    record = next(record for record in source.FeatureList.FeatureRecord if record.FeatureTag == "kern")
    record.Feature.LookupListIndex = [start + index for index in record.Feature.LookupListIndex]
    # Feature records stand in the order of their tags: "kern" comes before "mark".
    table.FeatureList.FeatureRecord.insert(0, record)
    for script in table.ScriptList.ScriptRecord:
        for system in [script.Script.DefaultLangSys, *(entry.LangSys for entry in script.Script.LangSysRecord)]:
            if system:
                system.FeatureIndex = [0, *(index + 1 for index in system.FeatureIndex)]


def rename(font: TTFont, style: str) -> None:
    names = font["name"]
    notice = [names.getDebugName(number) for number in (0, 13, 14)]
    names.names = []
    family = "Pulse Serif"
    values = {
        0: notice[0],
        1: family,
        2: style,
        3: f"PulseSerif-{style}",
        4: f"{family} {style}",
        6: f"PulseSerif-{style}",
        13: notice[1],
        14: notice[2],
    }
    if "fvar" in font:
        values[256] = "Weight"
        font["fvar"].axes[0].axisNameID = 256
        font["fvar"].instances = []
    for number, value in values.items():
        if value:
            names.setName(value, number, 3, 1, 0x409)


def save(font: TTFont, target: Path) -> None:
    if "STAT" in font:
        del font["STAT"]
    font["post"].formatType = 3.0
    font.flavor = "woff2"
    font.save(target)
    print(f"{target.name}: {target.stat().st_size / 1000:.1f} kB")


def roman(source: Path, target: Path, letters: str) -> None:
    whole = cut(source, letters)
    masters = [instantiateVariableFont(whole, place, inplace=False) for place in (TEXT, HEADLINE)]
    feature = kern_feature(masters)
    design = DesignSpaceDocument()
    design.addAxis(AxisDescriptor(tag="wght", name="Weight", minimum=400, default=400, maximum=700))
    with TemporaryDirectory() as folder:
        for weight, master in zip((400, 700), masters, strict=True):
            path = Path(folder) / f"{weight}.ttf"
            without_kern(master, letters).save(path)
            design.addSource(SourceDescriptor(path=str(path), name=str(weight), location={"Weight": weight}))
        font, *_ = build_variable(design)
    add_kern(font, feature)
    rename(font, "Regular")
    save(font, target)


def italic(source: Path, target: Path, letters: str) -> None:
    font = instantiateVariableFont(cut(source, letters), TEXT)
    feature = kern_feature([font], "L")
    add_kern(without_kern(font, letters), feature)
    rename(font, "Italic")
    save(font, target)


def ranges(letters: str) -> str:
    """Write letters as CSS does: U+a1-a2, U+300."""
    found: list[list[int]] = []
    for code in sorted(map(ord, letters)):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ", ".join(f"U+{first:x}" + (f"-{last:x}" if last > first else "") for first, last in found)


if __name__ == "__main__":
    here, folder = Path("site/static/fonts"), Path(sys.argv[1])
    for name, letters in FILES.items():
        roman(folder / "Merriweather[opsz,wdth,wght].ttf", here / f"pulse-serif{name}.woff2", letters)
        italic(folder / "Merriweather-Italic[opsz,wdth,wght].ttf", here / f"pulse-serif-italic{name}.woff2", letters)
        if name:
            print(f"unicode-range of {name}: {ranges(letters)}")
