"""The same server for PlanHub and for the limit: two workers of four threads, objects frozen after start."""

import gc
from typing import Any

workers = 2
threads = 4
worker_class = "gthread"
loglevel = "error"
control_socket_disable = True


def post_worker_init(_worker: Any) -> None:
    """Keep the garbage collector away from what was there at the start: the biggest gain of the tail."""
    gc.collect()
    gc.freeze()
