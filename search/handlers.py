"""Tell the index what changed. Signals only call its methods; each runs inside the change's own transaction."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from core.models import SiteSettings
from delivery.purging import purge
from news.models import Article, ArticleTopic, Byline, Section, Topic
from people.models import AuthorProfile
from search import index, languages, names, promotions, synonyms
from search.models import SynonymGroup
from search.tasks import renew_index

INDEXED = frozenset(
    (
        *("title", "kicker", "standfirst", "body", "lead_image_caption", "source_name", "kind", "dateline"),
        *("live", "embargo_until", "first_published_at", "last_published_at", "path"),
    )
)


def connect() -> None:
    for signal in (post_save, page_published, page_unpublished):
        listen(signal, article_changed, Article)
    for sender in (Byline, ArticleTopic):
        for signal in (post_save, post_delete):
            listen(signal, row_of_article_changed, sender)
    for sender in (AuthorProfile, Section, Topic):
        listen(pre_save, note_rename, sender)
        listen(post_save, follow_rename, sender)
    for sender in (AuthorProfile, Topic):
        listen(pre_delete, note_stories, sender)
        listen(post_delete, follow_deletion, sender)
    listen(pre_save, note_language, SiteSettings)
    listen(post_save, follow_language, SiteSettings)
    for sender in (AuthorProfile, Section, Topic):
        for signal in (post_save, post_delete, page_published, page_unpublished):
            signal.connect(names.forget, sender=sender, dispatch_uid=f"search.names.{sender.__name__}.{id(signal)}")
    listen(pre_save, note_page, PageViewRestriction)
    for signal in (post_save, post_delete):
        listen(signal, restriction_changed, PageViewRestriction)
    post_page_move.connect(branch_moved, dispatch_uid="search.branch_moved")
    for signal in (post_save, post_delete):
        listen(signal, synonyms.forget, SynonymGroup)
        for sender in (Query, SearchPromotion):
            listen(signal, promotions.forget, sender)


def listen(signal, handler, sender) -> None:
    signal.connect(handler, sender=sender, dispatch_uid=f"search.{handler.__name__}.{sender.__name__}.{id(signal)}")


def article_changed(instance: Article, raw: bool = False, update_fields=None, **kwargs) -> None:
    # An autosaved draft writes four fields that nobody searches, every few seconds.
    if not raw and (update_fields is None or not INDEXED.isdisjoint(update_fields)):
        index.add_bulk([instance.pk])


def row_of_article_changed(instance, origin=None, raw: bool = False, **kwargs) -> None:
    # A deletion that began elsewhere (the story itself, a topic of 2,000 stories) is followed there, once.
    if not raw and (origin is None or isinstance(origin, type(instance))):
        index.add_bulk([instance.article_id if isinstance(instance, Byline) else instance.content_object_id])


# Names that stories carry


def stories_of(instance):
    """Return the stories in whose row the name of an author, a section or a topic stands."""
    if isinstance(instance, AuthorProfile):
        return Article.objects.by_author(instance)
    if isinstance(instance, Topic):
        return Article.objects.about(instance)
    return Article.objects.in_section(instance)


def note_rename(instance, raw: bool = False, update_fields=None, **kwargs) -> None:
    field = "name" if isinstance(instance, Topic) else "title"
    instance.search_renamed = False
    if raw or not instance.pk or (update_fields is not None and field not in update_fields):
        return
    stored = type(instance)._base_manager.filter(pk=instance.pk).values_list(field, flat=True).first()
    instance.search_renamed = stored is not None and stored != getattr(instance, field)


def follow_rename(instance, **kwargs) -> None:
    if instance.search_renamed:
        index.follow(stories_of(instance))


def note_stories(instance, **kwargs) -> None:
    instance.search_stories = list(stories_of(instance).values_list("pk", flat=True))


def follow_deletion(instance, **kwargs) -> None:
    index.follow(Article.objects.filter(pk__in=instance.search_stories))


def note_language(instance: SiteSettings, **kwargs) -> None:
    instance.search_language_before = languages.read()


def follow_language(instance: SiteSettings, **kwargs) -> None:
    """Write every story's words anew when the site's language is another; until then those of the old one are found."""
    if instance.search_language_before != languages.read():
        purge("settings")  # before the task asks for the language
        transaction.on_commit(renew_index.enqueue)


# Who may see them


def note_page(instance: PageViewRestriction, **kwargs) -> None:
    stored = PageViewRestriction.objects.filter(pk=instance.pk).values_list("page_id", flat=True) if instance.pk else []
    instance.search_pages = {instance.page_id, *stored}


def restriction_changed(instance: PageViewRestriction, **kwargs) -> None:
    for page in Page.objects.filter(pk__in=getattr(instance, "search_pages", {instance.page_id})):
        index.follow(Article.objects.descendant_of(page, inclusive=True))


def branch_moved(instance: Page, **kwargs) -> None:
    index.follow(Article.objects.descendant_of(instance, inclusive=True))
