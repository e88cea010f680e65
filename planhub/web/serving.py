"""The web server and the background worker: gunicorn over threads, and one worker process kept beside it."""

import ctypes
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from planhub.infra.db import db
from planhub.infra.jobs import Bell
from planhub.infra.settings import SettingsError
from planhub.web import work
from planhub.web.app import PlanHubApp

GRACE = 20
"""Seconds that requests and jobs get to end when the server stops."""
_PR_SET_PDEATHSIG = 1


def serve(app: PlanHubApp, host: str, port: int) -> None:
    """Serve until stopped. Raises `SettingsError` where the address is taken."""
    _refuse_taken(host, port)
    with app.app_context():
        db.engine.dispose()  # nothing opened before a fork may be shared after it
    gc.collect()
    gc.freeze()  # what all processes share is never walked again
    Server(app, host, port).run()


def listen(app: PlanHubApp) -> None:
    """Work for jobs until stopped."""
    bell: Bell = work.equip(app.extensions["planhub_bell"], app)
    gc.collect()
    gc.freeze()
    consumer = bell.huey.create_consumer(
        workers=app.settings.job_threads,
        worker_type="thread",
        initial_delay=0.1,
        max_delay=1.0,
        periodic=True,
    )
    consumer.run()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"{host}:{port} cannot be used: {error.strerror}; choose another with --port"
            ) from None


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn without a command line or a configuration file of its own."""

    def __init__(self, app: PlanHubApp, host: str, port: int) -> None:
        """Take the finished application and the address."""
        self._app = app
        self._address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings = self._app.settings
        chosen: dict[str, Any] = {
            "bind": self._address,
            "workers": settings.web_workers,
            "threads": settings.web_threads,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "graceful_timeout": GRACE,
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
            "secure_scheme_headers": {},  # proxies are the application's business (PLANHUB_PROXY_COUNT)
            "forwarded_allow_ips": "",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108 - heartbeat files only
            "post_fork": _after_fork,
            "post_worker_init": _when_loaded,
            "when_ready": self._announce,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> PlanHubApp:
        """Give the application."""
        return self._app

    def run(self) -> None:
        """Run until stopped."""
        Keeper(self, self._app).run()

    def _announce(self, _server: object) -> None:
        sys.stdout.write(f"PlanHub is ready on http://{self._address}\n")
        sys.stdout.flush()


class Keeper(Arbiter):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's master, which also keeps one background worker alive."""

    def __init__(self, server: Server, app: PlanHubApp) -> None:
        """Remember the application for the worker."""
        super().__init__(server)
        self._planhub = app
        self._worker_pid = 0

    def manage_workers(self) -> None:
        """Keep the web workers as gunicorn does, and the background worker beside them."""
        super().manage_workers()
        if not _is_alive(self._worker_pid):
            self._worker_pid = self._fork(lambda: listen(self._planhub))

    def stop(self, graceful: bool = True) -> None:  # noqa: FBT001, FBT002 - gunicorn's signature
        """Stop the web workers, then the background worker."""
        if self._worker_pid:
            _send(self._worker_pid, signal.SIGINT)
        super().stop(graceful)
        deadline = time.monotonic() + (GRACE if graceful else 1)
        while _is_alive(self._worker_pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        if _is_alive(self._worker_pid):
            _send(self._worker_pid, signal.SIGKILL)

    def _fork(self, task: Callable[[], None]) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = 1
        try:
            for number in (*self.SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            for listener in self.LISTENERS:
                listener.close()
            die_with_parent()
            _forget_connections(self._planhub)
            task()
            code = 0
        finally:
            os._exit(code)  # a fork must not run its parent's clean-up


def die_with_parent() -> None:
    """Ask Linux to stop this process when its parent is gone, however that came about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_alive(pid: int) -> bool:
    if not pid:
        return False
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False  # gunicorn collected it first


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _after_fork(_server: object, worker: Any) -> None:
    _forget_connections(worker.app.load())


def _forget_connections(app: PlanHubApp) -> None:
    with app.app_context():
        db.engine.dispose(close=False)


def _when_loaded(_worker: object) -> None:
    gc.collect()
    gc.freeze()
