import pytest

from core.blocks import PullQuoteBlock


@pytest.mark.parametrize(
    "text", ["Eleven and a goat.", "“Eleven and a goat.”", '"Eleven and a goat."', " «Eleven and a goat.» "]
)
def test_a_pull_quote_has_one_pair_of_quotation_marks(text):
    html = PullQuoteBlock().render(PullQuoteBlock().to_python({"text": text}))

    assert "<p>“Eleven and a goat.”</p>" in html


def test_a_pull_quote_keeps_the_marks_inside_it():
    html = PullQuoteBlock().render(PullQuoteBlock().to_python({"text": "She said “no”"}))

    assert "<p>“She said “no””</p>" in html
