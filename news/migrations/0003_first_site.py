"""Give a fresh database a home page, an author index and a corrections page, in place of Wagtail's welcome page."""

from django.db import migrations

WELCOME_PAGE = 2


def create(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    locale = apps.get_model("wagtailcore", "Locale").objects.order_by("pk").first()
    root = Page.objects.get(depth=1)
    Page.objects.filter(pk=WELCOME_PAGE, depth=2).delete()

    def add(app, name, **fields):
        Model = apps.get_model(app, name)
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model=name.lower())
        return Model.objects.create(
            content_type=content_type, locale=locale, live=True, draft_title=fields["title"], **fields
        )

    home = add("news", "HomePage", title="Home", slug="home", path=root.path + "0001", depth=2, numchild=2, url_path="/home/")
    add("people", "AuthorIndex", title="Our journalists", slug="authors", path=home.path + "0001", depth=3,
        numchild=0, url_path="/home/authors/")  # fmt: skip
    add("news", "CorrectionsPage", title="Corrections", slug="corrections", path=home.path + "0002", depth=3,
        numchild=0, url_path="/home/corrections/")  # fmt: skip
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, site_name="Pulse", root_page_id=home.pk, is_default_site=True)


def remove(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    Page = apps.get_model("wagtailcore", "Page")
    Page.objects.filter(depth__gte=2).delete()
    Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0002_initial"),
        ("people", "0001_initial"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [migrations.RunPython(create, remove)]
