"""Publishing many pages at once: everything but stories."""

from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction

from desk.deletion import count
from news.models import Article

WHAT_TO_DO = (
    "Stories go live by the last approval of their review. Submit them; in an emergency a managing editor publishes "
    "each without review, with a reason."
)


class PublishOtherPages(PublishBulkAction):
    """Publish the ticked pages that are no stories, and say what becomes of the others."""

    def get(self, request, *args, **kwargs):
        _, refused = self.get_actionable_objects()
        self.explain(refused["items_with_no_access"])
        return super().get(request, *args, **kwargs)

    def prepare_action(self, objects, objects_without_access):
        self.explain(objects_without_access["items_with_no_access"], below=objects)
        return None if objects else redirect(self.next_url)

    def explain(self, refused, below=()) -> None:
        """Say how many stories stay as they are: those ticked, and drafts below a section that is published."""
        stories = sum(issubclass(page.specific_class, Article) for page in refused)
        if self.cleaned_form and self.cleaned_form.cleaned_data["include_descendants"]:
            stories += sum(Article.objects.descendant_of(page).not_live().count() for page in below)
        if stories:
            told = f"{count(stories, 'story', 'stories')} cannot be published here. {WHAT_TO_DO}"
            messages.warning(self.request, told)
