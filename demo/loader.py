"""Fill an empty database with the demo newsroom, or add to it what is missing."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.rich_text import RichText

from core.models import SiteSettings, StandardPage
from delivery.purging import purge_everything
from demo import accounts
from demo.assignments import full_hour, load_assignments
from demo.bundles import load_bundles
from demo.content import PictureSpec, Story, html, read_list, read_stories
from demo.fronts import load_fronts
from demo.pictures import load_pictures
from demo.reads import load_reads
from demo.replies import load_replies
from demo.searches import load_searches
from demo.workflow import bring_to_status
from desk import notifications
from desk.desks import ensure_section_desk
from desk.roles import site_group
from news.models import Article, Byline, Correction, HomePage, RelatedStory, Section, Topic, Update
from people.models import AuthorIndex, AuthorProfile

TAGLINE = "Independent reporting from Lagos to the world"
NOTE = "This is a demonstration newsroom: its stories and its people are invented."
TABLE = Article.body.field.stream_block.child_blocks["table"].child_blocks["table"]
WAS_LIVE = ("live", "without review", "killed")
SECTION_ROLES = ("reporter", "copy_editor", "section_editor")


class DemoLoader:
    """Load section by section what demo/content holds; everything that is already there is left alone."""

    def __init__(self, say: Callable[[str], None] = lambda line: None) -> None:
        self.say = say
        self.now: datetime = timezone.now()
        self.counts: Counter[str] = Counter()
        self.home = HomePage.objects.get()

    def load(self) -> Counter[str]:
        stories = read_stories()
        people = read_list("author")
        self.say("Drawing the pictures …")
        self.users = accounts.create_users()
        specs = [spec for story in stories for spec in ([story.picture] if story.picture else []) + story.body_pictures]
        self.pictures = load_pictures([*specs, *map(portrait, people)], uploaded_by=self.users["photodesk"])
        self.counts["pictures"] = len(self.pictures)
        with transaction.atomic(), notifications.quiet():
            self.say("Setting up sections, desks and people …")
            self.load_settings()
            self.sections = self.load_sections()
            self.assign_desks()
            self.authors = self.load_authors(people)
            self.topics = self.load_topics()
            self.load_standard_pages()
            self.say("Filing the stories …")
            new = [story for story in stories if not self.find(story)]
            self.articles = {story.slug: self.find(story) or self.draft(story) for story in stories}
            for story in new:
                self.finish(story, self.articles[story.slug])
            self.counts["assignments"] = load_assignments(self.sections, self.articles, self.users, self.now)
            filed = {story.slug: self.articles[story.slug] for story in new}
            self.counts["containers"] = load_fronts(self.home, self.sections, self.articles)
            self.counts["reads"] = load_reads(self.now)
            self.counts["replies"] = load_replies(self.articles, self.users, self.now)
            self.counts["searches"] = load_searches(self.now)
            self.counts["bundles"] = load_bundles(filed, self.users, self.now)
        purge_everything()
        return self.counts

    def load_settings(self) -> None:
        settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        if settings.tagline:
            return
        settings.name = "Pulse"
        settings.tagline = TAGLINE
        settings.footer_text = NOTE
        settings.publisher_name = "Pulse Demonstration Newsroom"
        settings.publisher_address = "12 Example Close, Lagos"
        settings.contact_email = "newsroom@pulse.example"
        settings.save()

    def load_sections(self) -> dict[str, Section]:
        found: dict[str, Section] = {}
        for row in read_list("section"):
            parent_path, _, slug = row["path"].rpartition("/")
            parent = found[parent_path] if parent_path else self.home
            section = Section.objects.child_of(parent).filter(slug=slug).first()
            if section is None:
                section = Section(title=row["title"], slug=slug, description=row["description"])
                parent.add_child(instance=section)
                section.save_revision().publish()
                self.counts["sections"] += 1
            found[row["path"]] = section
        return found

    def assign_desks(self) -> None:
        for account in accounts.ACCOUNTS:
            user = self.users[account.username]
            if account.role in SECTION_ROLES:
                user.groups.add(ensure_section_desk(self.sections[account.section]).group(account.role))
            elif account.role != "administrator":
                user.groups.add(site_group(account.role))

    def load_authors(self, people: list[dict]) -> dict[str, AuthorProfile]:
        index = AuthorIndex.objects.get()
        accounts_by_author = {account.author: self.users[account.username] for account in accounts.ACCOUNTS}
        found = {}
        for row in people:
            profile = AuthorProfile.objects.child_of(index).filter(slug=row["slug"]).first()
            if profile is None:
                profile = AuthorProfile(
                    title=row["name"],
                    slug=row["slug"],
                    role_title=row["role"],
                    short_bio=row["short_bio"],
                    bio=html(row["bio"].splitlines()),
                    email=row.get("email", ""),
                    portrait=self.pictures[portrait(row)],
                    links=[("link", link) for link in row.get("links", [])],
                    user=accounts_by_author.get(row["slug"]),
                )
                index.add_child(instance=profile)
                profile.save_revision().publish()
                self.counts["authors"] += 1
            found[row["slug"]] = profile
        return found

    def load_topics(self) -> dict[str, Topic]:
        described = {row["name"]: row["description"] for row in read_list("topic")}
        return {
            name: Topic.objects.get_or_create(name=name, defaults={"description": description})[0]
            for name, description in described.items()
        }

    def load_standard_pages(self) -> None:
        for row in read_list("page"):
            if not Page.objects.child_of(self.home).filter(slug=row["slug"]).exists():
                body = html_with_headings(row["body"])
                page = StandardPage(title=row["title"], slug=row["slug"], introduction=row["intro"], body=body)
                self.home.add_child(instance=page)
                page.save_revision().publish()
                self.counts["pages"] += 1

    def find(self, story: Story) -> Article | None:
        return Article.objects.child_of(self.sections[story.section]).filter(slug=story.slug).first()

    def draft(self, story: Story) -> Article:
        """File a story without what points to other stories: those may not exist yet."""
        fields = story.fields
        published = self.now - timedelta(hours=fields["hours_ago"])
        picture = self.pictures[story.picture] if story.picture else None
        writer = self.writer(fields["byline"])
        article = Article(
            title=story.headline,
            slug=story.slug,
            owner=writer,
            live=False,
            first_published_at=published if fields["status"] in WAS_LIVE else None,
            lead_image=picture,
            lead_image_alt=story.picture.alt if story.picture else "",
            lead_image_caption=story.picture.caption if story.picture else "",
            lead_image_credit=story.picture.credit if story.picture else "",
            source_name=fields.get("source", {}).get("name", ""),
            source_url=fields.get("source", {}).get("url", ""),
            **{name: fields[name] for name in ("kicker", "standfirst", "kind", "dateline")},
        )
        article.bylines.set(
            [
                Byline(author=self.authors.get(row.get("author", "")), guest_name=row.get("guest", ""),
                       role=row.get("role", ""), sort_order=place)
                for place, row in enumerate(fields["byline"])
            ]
        )  # fmt: skip
        if "updated_hours_ago" in fields:
            article.updated_at = self.now - timedelta(hours=fields["updated_hours_ago"])
        if "embargo_hours" in fields:
            article.embargo_until = full_hour(self.now + timedelta(hours=fields["embargo_hours"]))
        if correction := fields.get("correction"):
            when = self.now - timedelta(hours=correction["hours_ago"])
            article.corrections.set([Correction(kind=correction["kind"], text=correction["text"], date=when)])
        article.updates.set(
            [
                Update(note=row["note"], date=self.now - timedelta(hours=row["hours_ago"]), sort_order=place)
                for place, row in enumerate(fields.get("updates", []))
            ]
        )
        self.sections[story.section].add_child(instance=article)
        article.topics.add(*[self.topic(name) for name in fields["topics"]])
        return article

    def finish(self, story: Story, article: Article) -> None:
        """Set the body and the related stories, then move the story to where it stands in the workflow."""
        article.body = [self.block(block) for block in story.body]
        related = [self.articles[slug] for slug in story.fields.get("related", [])]
        article.related_rows.set([RelatedStory(story=other, sort_order=place) for place, other in enumerate(related)])
        article.save()
        bring_to_status(article, story.fields, self.now, self.users)
        self.counts["stories"] += 1

    def writer(self, byline: list[dict]):
        """Return the account that filed a story: its first author's, else the Politics reporter's."""
        by_author = {account.author: account.username for account in accounts.ACCOUNTS if account.author}
        return self.users[by_author.get(byline[0].get("author", ""), "reporter")]

    def topic(self, name: str) -> Topic:
        if name not in self.topics:
            self.topics[name] = Topic.objects.get_or_create(name=name)[0]
        return self.topics[name]

    def block(self, block: dict) -> tuple[str, object]:
        kind, value = block["type"], block["value"]
        if kind == "paragraph":
            return kind, RichText(value)
        if kind == "fact_box":
            return kind, {**value, "body": RichText(value["body"])}
        if kind == "table":
            return kind, {**value, "table": TABLE.to_python(value["table"])}
        if kind == "related_story":
            return kind, {"article": self.articles[value]}
        if kind == "image":
            return kind, {
                "image": self.pictures[value],
                "alt": value.alt,
                "caption": value.caption,
                "credit": value.credit,
                "width": "normal",
            }
        return kind, value


def portrait(row: dict) -> PictureSpec:
    return PictureSpec(
        motif="portrait",
        palette=row["portrait"]["palette"],
        seed=row["portrait"]["seed"],
        alt=f"Drawn portrait of {row['name']}",
    )


def html_with_headings(text: str) -> str:
    parts: list[str] = []
    prose: list[str] = []
    for line in text.strip().splitlines():
        if line.startswith("## "):
            parts += [html(prose), f"<h2>{line[3:].strip()}</h2>"]
            prose = []
        else:
            prose.append(line)
    return "".join([*parts, html(prose)])
