from django_tasks import task


@task()
def index_stories(article_ids: list[int]) -> int:
    """Index stories of a section or author too large to follow within a request."""
    from search import index

    return index.add_bulk(article_ids)
