"""Copies are drafts: what is copied goes to readers by way of its new desk, like everything else."""

from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.copy import CopyView


class DraftCopyForm(CopyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Both would put a second address live without review; an alias of a section has stories that nobody can edit.
        self.fields.pop("publish_copies", None)
        self.fields.pop("alias", None)


class DraftCopyView(CopyView):
    """Copy stories, and sections with their stories, as drafts."""

    def get_form_class(self):
        return DraftCopyForm
