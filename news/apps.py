from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from core.counting import flush_at_exit
        from news import placing, purging, reads

        purging.connect()
        post_migrate.connect(placing.ensure_indexes, sender=self, dispatch_uid="news.ensure_indexes")
        flush_at_exit(reads.tally)
