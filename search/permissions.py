"""Who may see what readers search for, and do something about it."""


def can_see_searches(user) -> bool:
    """Tell whether `user` may see what readers search for; desk.roles says which roles hold the permission."""
    return user.is_active and user.has_perm("search.see_searches")


def can_promote(user) -> bool:
    """Tell whether `user` may promote results for a query."""
    return user.is_active and user.has_perm("wagtailsearchpromotions.change_searchpromotion")


def can_add_synonyms(user) -> bool:
    return user.is_active and user.has_perm("search.add_synonymgroup")
