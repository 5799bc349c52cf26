"""The style sheet that readers get says what the one that was written says."""

from pathlib import Path

import pytest
from django.conf import settings

from core.stylesheets import concatenate, minified

pytestmark = pytest.mark.once

# As the browser has understood them; it keeps the line breaks of a custom property as they were written.
RULES = """text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    const plain = css => css.replace(/\\s+/g, " ");
    const list = rules => [...rules].flatMap(rule => [plain(rule.cssText), ...list(rule.cssRules ?? [])]);
    return list(sheet.cssRules);
}"""


def test_without_comments_and_spaces_the_style_sheet_has_the_same_rules(reader):
    folder = Path(settings.STATICFILES_DIRS[0]) / "css"
    text = concatenate(folder)
    written = reader.evaluate(RULES, text)
    assert len(written) > 500
    assert reader.evaluate(RULES, minified(text)) == written
