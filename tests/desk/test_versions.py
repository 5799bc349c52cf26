import pytest

from desk.versions import fingerprint

STORY = {
    "title": "The bridge",
    "standfirst": "One line\nand another",
    "body": '[{"type": "paragraph", "value": "<p>Text</p>", "id": "1"}]',
    "bylines": [{"pk": 1, "sort_order": 0, "author": 7}, {"pk": 2, "sort_order": 1, "author": 8}],
    "topic_rows": [{"pk": None, "tag": 3}, {"pk": None, "tag": 22}],
    "go_live_at": None,
    "wagtail_admin_comments": [],
}

SAME_TEXT = {
    "block keys": {"body": '[{"type": "paragraph", "value": "<p data-block-key=\\"a1b2c\\">Text</p>", "id": "1"}]'},
    "line endings": {"standfirst": "One line\r\nand another"},
    "row keys and numbers": {
        "bylines": [{"pk": 9, "sort_order": 1, "author": 7}, {"pk": 8, "sort_order": 2, "author": 8}]
    },
    "order of topics": {"topic_rows": [{"pk": 5, "tag": 22}, {"pk": 6, "tag": 3}]},
    "a schedule": {"go_live_at": "2026-12-01T10:00:00Z"},
    "a note in the margin": {"wagtail_admin_comments": [{"text": "Really?"}]},
}
OTHER_TEXT = {
    "headline": {"title": "The bridges"},
    "body": {"body": '[{"type": "paragraph", "value": "<p>Texts</p>", "id": "1"}]'},
    "order of names": {"bylines": [{"pk": 1, "sort_order": 1, "author": 7}, {"pk": 2, "sort_order": 0, "author": 8}]},
    "a topic": {"topic_rows": [{"pk": None, "tag": 3}]},
    "an embargo": {"embargo_until": "2026-12-01T10:00:00Z"},
}


@pytest.mark.parametrize("change", SAME_TEXT.values(), ids=SAME_TEXT)
def test_saving_alone_changes_no_text(change):
    assert fingerprint({**STORY, **change}) == fingerprint(STORY)


@pytest.mark.parametrize("change", OTHER_TEXT.values(), ids=OTHER_TEXT)
def test_what_readers_or_rules_see_is_text(change):
    assert fingerprint({**STORY, **change}) != fingerprint(STORY)
