from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate
        from wagtail.signals import page_published

        from core.counting import flush_at_exit
        from news import pictures, placing, purging, reads
        from news.models import Article

        purging.connect()
        placing.find_pages_by_path()
        post_migrate.connect(placing.ensure_indexes, sender=self, dispatch_uid="news.ensure_indexes")
        page_published.connect(pictures.make_missing, sender=Article, dispatch_uid="news.make_missing_sizes")
        flush_at_exit(reads.tally)
