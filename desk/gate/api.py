"""The admin's API where it would pass the gate: copies of stories are drafts, and nobody reverts what is locked."""

from django.core.exceptions import PermissionDenied
from wagtail.admin.api.actions.copy import CopyPageAPIAction
from wagtail.admin.api.actions.copy_for_translation import CopyForTranslationAPIAction
from wagtail.admin.api.actions.create_alias import CreatePageAliasAPIAction
from wagtail.admin.api.actions.revert_to_page_revision import RevertToPageRevisionAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from news.models import Article

COPIES_ARE_DRAFTS = "Copies of stories are drafts, each with a review of its own."
LOCKED = "This page is locked, in review or scheduled: going back to an older version would change what is read."
NO_MIRRORS = "Stories have no aliases: a second address would go live without a review. Copy the story instead."


def holds_stories(page: Page, recursive: bool = True) -> bool:
    """Tell whether copying `page`, with or without what is below it, copies stories."""
    if issubclass(page.specific_class, Article):
        return True
    return recursive and Article.objects.descendant_of(page).exists()


class CopyAction(CopyPageAPIAction):
    def _action_from_data(self, instance, data):
        action = super()._action_from_data(instance, data)
        if action.keep_live and holds_stories(instance, action.recursive):
            raise PermissionDenied(f"{COPIES_ARE_DRAFTS} Ask for keep_live=false.")
        return action


class CreateAliasAction(CreatePageAliasAPIAction):
    def _action_from_data(self, instance, data):
        action = super()._action_from_data(instance, data)
        if holds_stories(instance, action.recursive):
            raise PermissionDenied(NO_MIRRORS)
        return action


class CopyForTranslationAction(CopyForTranslationAPIAction):
    def _action_from_data(self, instance, data):
        action = super()._action_from_data(instance, data)
        if action.alias and holds_stories(instance):
            raise PermissionDenied(NO_MIRRORS)
        return action


class RevertAction(RevertToPageRevisionAPIAction):
    def _action_from_data(self, instance, data):
        # Wagtail asks for the right to edit only; the editor's form is shut to who is locked out as well.
        if instance.permissions_for_user(self.request.user).page_locked():
            raise PermissionDenied(LOCKED)
        return super()._action_from_data(instance, data)


class PagesAPI(PagesAdminAPIViewSet):
    """The admin's own API, with the same rules as its pages."""

    actions = {
        **PagesAdminAPIViewSet.actions,
        "copy": CopyAction,
        "copy_for_translation": CopyForTranslationAction,
        "create_alias": CreateAliasAction,
        "revert_to_page_revision": RevertAction,
    }


def replace_pages_api(router) -> None:
    router.register_endpoint("pages", PagesAPI)
