"""Let a layer above decide who may do what with a news page: it registers its tester here in ready()."""

from wagtail.models import Page, PagePermissionTester

_testers: dict[type[Page], type[PagePermissionTester]] = {}


def decide_with(model: type[Page], tester: type[PagePermissionTester]) -> None:
    """Answer `model.permissions_for_user()` with `tester` instead of Wagtail's own."""
    _testers[model] = tester


def tester_for(page: Page, user) -> PagePermissionTester:
    return _testers.get(type(page), PagePermissionTester)(user, page)
