from django_tasks import task


@task()
def index_stories(article_ids: list[int]) -> int:
    """Index stories of a section or author too large to follow within a request."""
    from search import index

    return index.add_bulk(article_ids)


@task()
def renew_index() -> int:
    """Write every story anew whose terms are no longer what they would be: after a change of the site's language."""
    from search import index

    return index.rebuild()
