"""The same server for PlanHub and for the limit, as `planhub serve` runs it: two workers of four threads.

The application is loaded once before the fork, and objects are frozen, so that the workers share its memory.
"""

import gc
from typing import Any

workers = 2
threads = 4
worker_class = "gthread"
loglevel = "error"
control_socket_disable = True
preload_app = True


def when_ready(_server: Any) -> None:
    """Keep the garbage collector away from what all workers share."""
    gc.collect()
    gc.freeze()


def post_worker_init(_worker: Any) -> None:
    """Keep it away from what was there at the start of a worker: the biggest gain of the tail."""
    gc.collect()
    gc.freeze()
