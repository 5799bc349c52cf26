from django.forms import Media
from wagtail.admin.widgets import AdminAutoHeightTextInput

HEADLINE_RECOMMENDED = (40, 110)


class HeadlineInput(AdminAutoHeightTextInput):
    """A headline field that counts its characters while the editor types."""

    def __init__(self, attrs=None) -> None:
        low, high = HEADLINE_RECOMMENDED
        super().__init__(attrs={"data-headline-count": f"{low}-{high}", **(attrs or {})})

    @property
    def media(self) -> Media:
        return super().media + Media(js=["admin/headline-count.js"])
