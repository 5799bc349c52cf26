"""What the background worker does for readers' mails, and what the clock has it do."""

from django.core.cache import cache
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from comments.mailing import asking, sending
from comments.models import Notice

PURGE_KEY, PURGE_SECONDS = "comments.purged", 3600


@task()
def carry_on() -> int:
    """Ask whom is to be asked, and send what is due; return how many mails went out."""
    asking.ask_pending()
    return sending.send_due()


@task()
def purge() -> None:
    from comments.purging import purge as purge_now

    purge_now()


def tell_worker() -> None:
    """Have the worker carry on, unless it has been told already."""
    told = DBTaskResult.objects.filter(task_path=carry_on.module_path, status=TaskResultStatus.READY)
    if not told.exists():
        carry_on.enqueue()


def tick() -> None:
    """Hand the worker what is due. The clock calls this after each round (desk's publish_due)."""
    if Notice.objects.due().exists() or asking.pending().exists():
        tell_worker()
    if cache.add(PURGE_KEY, 1, PURGE_SECONDS):  # once an hour, whatever the number of clocks
        purge.enqueue()
