import re

import pytest

from demo import artwork
from demo.content import blocks, inline, read_list, read_stories
from demo.loader import html_with_headings

pytestmark = pytest.mark.once

STORIES = read_stories()


def test_the_demo_newsroom_is_as_large_as_a_real_small_one():
    assert len([story for story in STORIES if story.fields["status"] == "live"]) >= 60
    assert len(read_list("author")) >= 12
    assert len([row for row in read_list("section") if "/" not in row["path"]]) >= 8
    assert {story.fields["status"] for story in STORIES} == {
        "live", "draft", "in review", "changes requested", "scheduled", "without review", "killed",
    }  # fmt: skip


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.slug)
def test_story_names_only_what_exists(story):
    authors = {row["slug"] for row in read_list("author")}
    sections = {row["path"] for row in read_list("section")}
    slugs = {other.slug for other in STORIES}

    assert story.section in sections
    assert all(row.get("author", next(iter(authors))) in authors for row in story.fields["byline"])
    assert set(story.fields.get("related", [])) <= slugs
    for picture in [*([story.picture] if story.picture else []), *story.body_pictures]:
        assert picture.motif in artwork.MOTIFS
        assert picture.palette in artwork.PALETTES
        assert picture.alt


def test_markup_becomes_blocks():
    text = "One *two* & <three>.\n\n## Next\n\n> Said.\n> — Ada, cook\n\n>> Pulled\n\n::: fact Box\n- a\n- b\n:::\n"

    found = list(blocks(text))

    assert [block["type"] for block in found] == ["paragraph", "heading", "quote", "pull_quote", "fact_box"]
    assert found[0]["value"] == "<p>One <i>two</i> &amp; &lt;three&gt;.</p>"
    assert found[2]["value"] == {"text": "Said.", "attribution": "Ada, cook"}
    assert found[4]["value"]["body"] == "<ul><li>a</li><li>b</li></ul>"


def test_links_lead_only_to_the_web():
    assert inline("[a](https://b.example/)") == '<a href="https://b.example/">a</a>'
    assert "<a" not in inline("[a](javascript:alert(1))")


def test_pages_show_no_markup():
    shown = " ".join(html_with_headings(row["body"]) for row in read_list("page"))

    assert '<a href="/standards/">editorial standards</a>' in shown
    assert not re.search(r"\]\(|&gt; |\*\*", shown)
