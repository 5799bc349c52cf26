import hashlib
import itertools
import subprocess
import sys

import pytest
from PIL import Image

from demo.artwork import MOTIFS, PALETTES, draw, portrait

pytestmark = pytest.mark.once

SMALL = (150, 100)
FACTS = {"values": (12, 30.5, -4, 21), "labels": ("2021", "2022", "2023", "2024")}
SECTION_MOTIFS = {
    "adire", "asooke", "ballot", "books", "cells", "chart", "circuit", "court", "drum", "fields", "harmattan",
    "map", "market", "pitch", "power", "rails", "rain", "river", "sea", "skyline",
}  # fmt: skip


def difference(one, other):
    """Return the mean difference of two compositions, 0 to 255; shrinking them takes the print's grain away."""
    thumbs = [picture.resize((15, 10), Image.Resampling.BOX).tobytes() for picture in (one, other)]
    return sum(abs(a - b) for a, b in zip(*thumbs, strict=True)) / len(thumbs[0])


def test_the_newsroom_has_a_motif_for_every_section():
    assert MOTIFS == SECTION_MOTIFS
    assert {"indigo", "laterite", "forest", "harmattan", "lagoon", "kola", "night", "gold"} == PALETTES


@pytest.mark.parametrize(("motif", "palette"), list(itertools.product(sorted(SECTION_MOTIFS), sorted(PALETTES))))
def test_every_motif_draws_in_every_palette(motif, palette):
    picture = draw(motif, seed=3, palette=palette, size=SMALL, **FACTS)

    assert (picture.mode, picture.size) == ("RGB", SMALL)
    assert len(set(picture.get_flattened_data())) > 200, "a flat placeholder, not a picture"


@pytest.mark.parametrize("motif", sorted(SECTION_MOTIFS))
def test_same_seed_gives_the_same_picture(motif):
    first, again = (draw(motif, seed=7, palette="lagoon", size=SMALL) for _ in range(2))

    assert first.tobytes() == again.tobytes()


def test_pictures_do_not_depend_on_the_process():
    code = (
        "import hashlib; from demo.artwork import draw, portrait;"
        "print(hashlib.sha256(draw('river', seed=5, palette='gold', size=(150, 100)).tobytes()"
        " + portrait(seed=5, palette='gold', size=(90, 90)).tobytes()).hexdigest())"
    )
    elsewhere = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    here = (
        draw("river", seed=5, palette="gold", size=(150, 100)).tobytes()
        + portrait(seed=5, palette="gold", size=(90, 90)).tobytes()
    )

    assert elsewhere.stdout.strip() == hashlib.sha256(here).hexdigest()


@pytest.mark.parametrize("motif", sorted(SECTION_MOTIFS))
def test_each_seed_composes_its_own_picture(motif):
    pictures = [draw(motif, seed=seed, palette="indigo", size=SMALL) for seed in range(1, 6)]

    for one, other in itertools.combinations(pictures, 2):
        assert difference(one, other) > 6


@pytest.mark.parametrize("motif", sorted(SECTION_MOTIFS))
@pytest.mark.parametrize("size", [(160, 90), (100, 100), (90, 120), (301, 199)])
def test_any_size_is_drawn_to_the_pixel(motif, size):
    assert draw(motif, seed=2, palette="kola", size=size).size == size


def test_chart_shows_the_facts_it_is_given():
    rising = draw("chart", seed=1, palette="forest", size=SMALL, values=(1, 2, 3), labels=("a", "b", "c"))
    falling = draw("chart", seed=1, palette="forest", size=SMALL, values=(3, 2, 1), labels=("a", "b", "c"))
    renamed = draw("chart", seed=1, palette="forest", size=SMALL, values=(1, 2, 3), labels=("a", "b", "Kano"))

    assert len({rising.tobytes(), falling.tobytes(), renamed.tobytes()}) == 3


@pytest.mark.parametrize("values", [(5,), (0, 0, 0), (-3, -1), tuple(range(40))])
@pytest.mark.parametrize("seed", range(6))
def test_chart_bears_awkward_series(values, seed):
    labels = [f"Point {i}" for i in range(len(values))]

    assert draw("chart", seed=seed, palette="gold", size=SMALL, values=values, labels=labels).size == SMALL


def test_thirteen_portraits_are_thirteen_people():
    people = [portrait(seed=seed, palette="harmattan", size=(90, 90)) for seed in range(1, 14)]

    assert {(person.mode, person.size) for person in people} == {("RGB", (90, 90))}
    for one, other in itertools.combinations(people, 2):
        assert difference(one, other) > 6


def test_same_portrait_seed_gives_the_same_person():
    first, again = (portrait(seed=4, palette="night", size=(90, 90)) for _ in range(2))

    assert first.tobytes() == again.tobytes()


def test_unknown_motif_names_the_valid_ones():
    with pytest.raises(ValueError, match="adire, asooke, ballot") as raised:
        draw("photograph", seed=1, palette="indigo")

    assert all(motif in str(raised.value) for motif in SECTION_MOTIFS)


def test_unknown_palette_names_the_valid_ones():
    with pytest.raises(ValueError, match="forest, gold, harmattan"):
        draw("sea", seed=1, palette="neon")
    with pytest.raises(ValueError, match="forest, gold, harmattan"):
        portrait(seed=1, palette="neon")
