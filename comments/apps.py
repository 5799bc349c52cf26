from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from comments import signals
        from comments.mailing.announcing import on_appeared

        signals.appeared.connect(on_appeared, dispatch_uid="comments.mailing.appeared")
