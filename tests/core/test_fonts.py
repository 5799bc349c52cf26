"""The site's letters: which file a browser loads for which of them (docs/fonts/build.py makes the files)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

pytestmark = pytest.mark.once

STATIC = Path(settings.STATICFILES_DIRS[0])
FACE = re.compile(r'"Pulse Serif";\s+src: url\("\.\./(fonts/[\w-]+\.woff2)"\).*?\}', re.DOTALL)
RANGE = re.compile(r"U\+([0-9a-f]+)(?:-([0-9a-f]+))?")


def letters_of(file: str) -> set[int]:
    return set(TTFont(STATIC / file).getBestCmap())


@pytest.fixture(scope="module")
def ranges() -> dict[str, set[int]]:
    """Return the letters for which the style sheet has a browser load each file; none for one that it always loads."""
    return {
        face.group(1): {
            code
            for first, last in RANGE.findall(face.group())
            for code in range(int(first, 16), int(last or first, 16) + 1)
        }
        for face in FACE.finditer((STATIC / "css/fonts.css").read_text())
    }


def test_each_file_is_loaded_for_the_letters_that_it_holds(ranges):
    assert len(ranges) == len(list(STATIC.glob("fonts/*.woff2"))) == 6
    for file, letters in ranges.items():
        assert not letters or letters_of(file) >= letters == letters_of(file) - {ord(" ")}


@pytest.mark.parametrize("style", ["", "-italic"])
def test_no_letter_makes_a_browser_load_two_files(ranges, style):
    first, nigerian, more = (f"fonts/pulse-serif{style}{part}.woff2" for part in ("", "-nigerian", "-more"))
    assert not ranges[first]
    assert ranges[nigerian].isdisjoint(ranges[more])
    # The tones stand in both, for a tone is set on a letter of its own file.
    assert letters_of(first) & (ranges[nigerian] | ranges[more]) == set(map(ord, "\u0300\u0301\u0304"))


@pytest.mark.parametrize("style", ["", "-italic"])
@pytest.mark.parametrize(
    "words",
    ["Ọ̀ṣun and Ẹ̀kìtì: ń, ǹ, m\u0300, àwọn ará ìlú", "Ụmụahịa, Ńkwọ, ṅ", "Ƙungiyar ɗalibai, ʼyan Ɓauchi, Ƴar’Adua"],
    ids=["Yoruba", "Igbo", "Hausa"],
)
def test_nigerias_languages_do_with_two_files(style, words):
    files = (f"fonts/pulse-serif{style}{part}.woff2" for part in ("", "-nigerian"))
    assert set(map(ord, words)) <= set().union(*map(letters_of, files))
