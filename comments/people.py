"""How people of the newsroom are named to moderators."""


def name_of(user) -> str:
    """Return a person's name, the user name when there is none; empty for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""
