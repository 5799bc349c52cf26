"""Load many generated stories at once: for benchmarks, and to see the newsroom at the size it will grow to.

Everything is written a batch at a time, straight into the tables, with what publishing would do besides:
paths of the page tree, search indexes, the reference index.
"""

import gc
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.db import connection, transaction
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail.search.backends import get_search_backends

from core.statistics import renew_statistics
from delivery.purging import purge_everything
from news.models import Article, ArticleTopic, Byline, HomePage, Section, Topic
from people.models import AuthorIndex, AuthorProfile
from search import index

BATCH = 500
CHILDREN = [relation.get_accessor_name() for relation in get_all_child_relations(Article)]
BODY_LIMIT = 300_000  # characters, as news.forms allows
check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Line:
    """One story of a corpus file, checked."""

    number: int
    headline: str
    slug: str
    standfirst: str
    body: list[str]
    section: str
    section_slug: str
    author: str
    author_slug: str
    topics: tuple[str, ...]
    published: datetime
    source_name: str
    source_url: str


def read_line(number: int, text: str) -> Line:
    """Check one line of a corpus file; raise ValueError that says in words what is wrong with it."""
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg})") from error
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    source = row.get("original_source") or {}
    body = row.get("body")
    if not isinstance(body, list) or not all(isinstance(paragraph, str) for paragraph in body):
        raise ValueError("body is not a list of paragraphs")
    if sum(map(len, body)) > BODY_LIMIT:
        raise ValueError(f"body is longer than {BODY_LIMIT:,} characters")
    published = parse_datetime(required(row, "published", 40))
    if published is None or published.tzinfo is None:
        raise ValueError("published is not a date and time with a time zone")
    line = Line(
        number=number,
        headline=required(row, "headline", 255),
        slug=required(row, "slug", 255),
        standfirst=optional(row, "standfirst", 400),
        body=body,
        section=required(row, "section", 100),
        section_slug=row.get("section_slug") or slugify(row["section"]),
        author=optional(row, "author", 100),
        author_slug=row.get("author_slug") or slugify(row.get("author", "")),
        topics=tuple(dict.fromkeys(str(tag).strip()[:100] for tag in row.get("tags", []) if str(tag).strip())),
        published=published,
        source_name=optional(source, "name", 120),
        source_url=optional(source, "url", 500),
    )
    for name in ("slug", "section_slug", *(["author_slug"] if line.author else [])):
        check(validate_slug, getattr(line, name), f"{name} is not made of letters, numbers and hyphens")
    if line.source_url:
        check(check_url, line.source_url, "the source's address is not a web address")
    return line


def check(validator: Callable, value: str, message: str) -> None:
    try:
        validator(value)
    except ValidationError as error:
        raise ValueError(message) from error


def required(row: dict, name: str, limit: int) -> str:
    value = optional(row, name, limit)
    if not value:
        raise ValueError(f"{name} is missing")
    return value


def optional(row: dict, name: str, limit: int) -> str:
    value = row.get(name) or ""
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(f"{name} is not text")
    if len(value.strip()) > limit:
        raise ValueError(f"{name} is longer than {limit} characters")
    return value.strip()


class CorpusLoader:
    """Load lines in batches; each batch is one transaction, so an interrupted load can be run again."""

    def __init__(self, report: Callable[[int, str], None], progress: Callable[[int], None]) -> None:
        self.report = report
        self.progress = progress
        self.counts: Counter[str] = Counter()
        self.home = HomePage.objects.get()
        self.locale = Locale.objects.get(pk=self.home.locale_id)
        self.article_type = ContentType.objects.get_for_model(Article)
        self.sections: dict[str, Section] = {}
        self.authors: dict[str, AuthorProfile] = {}
        self.topics: dict[str, Topic] = {}

    def load(self, lines: Iterable[str]) -> Counter[str]:
        gc.freeze()  # looking through the whole program for garbage, again and again, takes a tenth of the time
        try:
            for batch in batched(self.checked(lines), BATCH):
                with transaction.atomic():
                    self.load_batch(batch)
                self.progress(self.counts["loaded"])
        finally:
            gc.unfreeze()
        renew_statistics()
        purge_everything()
        return self.counts

    def checked(self, lines: Iterable[str]) -> Iterator[Line]:
        for number, text in enumerate(lines, start=1):
            if not text.strip():
                continue
            try:
                yield read_line(number, text)
            except (ValueError, KeyError, AttributeError, TypeError) as error:
                self.skip(number, str(error))

    def skip(self, number: int, reason: str) -> None:
        self.counts["skipped"] += 1
        self.report(number, reason)

    def load_batch(self, lines: list[Line]) -> None:
        by_section: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            by_section[line.section_slug].append(line)
        loaded: list[tuple[Line, Article]] = []
        for section_lines in by_section.values():
            section = self.section(section_lines[0])
            new = self.without_duplicates(section, section_lines)
            loaded += zip(new, self.articles(section, new), strict=True)
        self.insert([article for _, article in loaded])
        self.link(loaded)
        self.index([article for _, article in loaded])
        self.counts["loaded"] += len(loaded)

    def without_duplicates(self, section: Section, lines: list[Line]) -> list[Line]:
        slugs = [line.slug for line in lines]
        taken = set(Page.objects.child_of(section).filter(slug__in=slugs).values_list("slug", flat=True))
        there = frozenset(taken)
        new = []
        for line in lines:
            if line.slug in there:
                self.counts["already there"] += 1
            elif line.slug in taken:
                self.skip(line.number, f"the slug “{line.slug}” occurs twice in {section.title}")
            else:
                taken.add(line.slug)
                new.append(line)
        return new

    def articles(self, section: Section, lines: list[Line]) -> list[Article]:
        """Build the pages of new stories, with their places in the tree."""
        last = Page.objects.child_of(section).order_by("path").values_list("path", flat=True).last()
        step = Page._str2int(last[-Page.steplen :]) if last else 0
        articles = [
            Article(
                path=Page._get_path(section.path, section.depth + 1, step + place),
                depth=section.depth + 1,
                numchild=0,
                url_path=f"{section.url_path}{line.slug}/",
                content_type=self.article_type,
                locale=self.locale,
                translation_key=uuid.uuid4(),
                title=line.headline,
                draft_title=line.headline,
                slug=line.slug,
                live=True,
                first_published_at=line.published,
                last_published_at=line.published,
                latest_revision_created_at=line.published,
                standfirst=line.standfirst,
                source_name=line.source_name,
                source_url=line.source_url,
                body=json.dumps([{"type": "paragraph", "value": paragraphs(line.body), "id": str(uuid.uuid4())}]),
            )
            for place, line in enumerate(lines, start=1)
        ]
        Page.objects.filter(pk=section.pk).update(numchild=section.numchild + len(articles))
        section.numchild += len(articles)
        return articles

    def insert(self, articles: list[Article]) -> None:
        """Insert pages and their article rows; Django's bulk_create stops at a parent table."""
        pages = [
            Page(**{field.attname: getattr(article, field.attname) for field in Page._meta.concrete_fields})
            for article in articles
        ]
        Page.objects.bulk_create(pages)
        for article, page in zip(articles, pages, strict=True):
            article.pk = article.page_ptr_id = article.id = page.pk
        fields = Article._meta.local_concrete_fields
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        rows = [
            [field.get_db_prep_save(field.pre_save(article, add=True), connection) for field in fields]
            for article in articles
        ]
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(Article._meta.db_table)
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - our own names

    def link(self, loaded: list[tuple[Line, Article]]) -> None:
        self.prepare_topics(name for line, _ in loaded for name in line.topics)
        # A story holds its rows itself: to index it, nothing is read back.
        for line, article in loaded:
            rows: dict[str, list] = {name: [] for name in CHILDREN}
            if line.author:
                rows["bylines"] = [Byline(article=article, author=self.author(line), sort_order=0)]
            names = dict.fromkeys(name.casefold() for name in line.topics)
            rows["topic_rows"] = [ArticleTopic(content_object=article, tag=self.topics[name]) for name in names]
            article._cluster_related_objects = rows
        for model, name in ((Byline, "bylines"), (ArticleTopic, "topic_rows")):
            model.objects.bulk_create(row for _, article in loaded for row in article._cluster_related_objects[name])

    def index(self, articles: list[Article]) -> None:
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(Article, articles)
        index.add_bulk([article.pk for article in articles])
        page_type = ContentType.objects.get_for_model(Page)
        ReferenceIndex.objects.bulk_create(
            ReferenceIndex(
                content_type=self.article_type,
                base_content_type=page_type,
                object_id=str(article.pk),
                to_content_type_id=type_id,
                to_object_id=object_id,
                model_path=model_path,
                content_path=content_path,
                content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
            )
            for article in articles
            for type_id, object_id, model_path, content_path in set(
                ReferenceIndex._extract_references_from_object(article)
            )
        )

    def section(self, line: Line) -> Section:
        if line.section_slug not in self.sections:
            found = Section.objects.child_of(self.home).filter(slug=line.section_slug).first()
            if found is None:
                found = Section(title=line.section, slug=line.section_slug)
                self.home.add_child(instance=found)
                found.save_revision().publish()
            self.sections[line.section_slug] = found
        return self.sections[line.section_slug]

    def author(self, line: Line) -> AuthorProfile:
        if line.author_slug not in self.authors:
            authors = AuthorIndex.objects.get()
            found = AuthorProfile.objects.child_of(authors).filter(slug=line.author_slug).first()
            if found is None:
                found = AuthorProfile(title=line.author, slug=line.author_slug)
                authors.add_child(instance=found)
                found.save_revision().publish()
            self.authors[line.author_slug] = found
        return self.authors[line.author_slug]

    def prepare_topics(self, names: Iterable[str]) -> None:
        for name in set(names):
            if name.casefold() not in self.topics:
                found = Topic.objects.filter(name__iexact=name).first() or Topic.objects.create(name=name)
                self.topics[name.casefold()] = found


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def batched(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for line in lines:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
