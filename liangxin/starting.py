"""What a server does once when it starts, beside its requests: apps add to it, as this module knows none of them."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, connections

from liangxin.leftovers import remove_leftovers

log = logging.getLogger(__name__)
AT_START: list[Callable[[], object]] = [remove_leftovers]


def started():
    """Do all of AT_START in a thread; what fails is logged and keeps no server from serving."""
    threading.Thread(target=_run, name="starting", daemon=True).start()


def _run():
    try:
        for act in AT_START:
            try:
                act()
            except (DatabaseError, OSError):  # not migrated yet, or not reachable: the pages say so
                log.exception("Could not be done at the start: %s", act.__name__)
    finally:
        connections.close_all()
