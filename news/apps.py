from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core.counting import flush_at_exit
        from news import purging, reads

        purging.connect()
        flush_at_exit(reads.tally)
