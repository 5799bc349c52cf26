"""Do several things at the same moment, in threads with a connection each, as processes of a server would."""

import threading
from collections.abc import Callable


def at_once(*acts: Callable) -> list:
    """Start all acts together; return what each returned."""
    from django.db import connection

    gate, came = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable) -> None:
        try:
            gate.wait()
            came[place] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came
