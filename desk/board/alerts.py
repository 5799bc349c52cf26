"""What the newsroom must not overlook, on home and board: a place for other parts of the desk to speak up.

A part registers a function in its AppConfig's ready(): `alerts.add(failed_schedules)`. It gets the user and returns
what this person should see, in one query.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Alert:
    text: str
    url: str = ""
    critical: bool = False  # red, and first


Provider = Callable[[object], list[Alert]]
_providers: list[Provider] = []


def add(provider: Provider) -> None:
    """Ask `provider` whenever home or board is shown; adding it twice asks it once."""
    if provider not in _providers:
        _providers.append(provider)


def remove(provider: Provider) -> None:
    if provider in _providers:
        _providers.remove(provider)


def alerts_for(user) -> list[Alert]:
    found = [alert for provider in _providers for alert in provider(user)]
    return sorted(found, key=lambda alert: not alert.critical)
