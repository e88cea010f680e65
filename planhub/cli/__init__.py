"""The commands: one module each, whose `command` is found by the module's name.

Exit codes: 0 done, 1 the answer is no, 2 wrong use or not possible. An error is one line, never a traceback.
"""

import importlib
import os
import pkgutil
import sys
import traceback
from collections.abc import Sequence

import click

from planhub import __version__

NOT_POSSIBLE = 2
INTERRUPTED = 130


class Commands(click.Group):
    """Finds the commands beside this file; a name such as `import` lives in `import_.py`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's interface
        """Give the names of all commands."""
        names = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
        return sorted(name.rstrip("_").replace("_", "-") for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the command of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = cmd_name.replace("-", "_")
        found = {m.name for m in pkgutil.iter_modules(__path__)}
        module = module if module in found else f"{module}_"
        command: click.Command = importlib.import_module(f"{__name__}.{module}").command
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="planhub")
def cli() -> None:
    """PlanHub: where public agencies plan together, decide together and remember together."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        answer = cli.main(args=list(arguments), prog_name="planhub", standalone_mode=False)
    except click.ClickException as error:
        return _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # the reader has gone; nothing more to say
        return 0
    except Exception as error:  # noqa: BLE001 - whatever it is, the terminal gets one line
        return _explain(error)
    return answer if isinstance(answer, int) else 0


def _explain(error: Exception) -> int:
    from sqlalchemy.exc import DBAPIError

    from planhub.infra.settings import SettingsError
    from planhub.kernel.errors import BadInput, Invalid, PlanHubError

    if isinstance(error, Invalid):
        return _fail(
            "; ".join(f"{name}: {text.en}" for name, texts in error.errors.items() for text in texts)
        )
    if isinstance(error, PlanHubError | BadInput):
        return _fail(error.message.en)
    if isinstance(error, SettingsError):
        return _fail(str(error))
    if isinstance(error, DBAPIError):
        cause = str(error.orig).strip().splitlines()
        return _fail(
            f"the database cannot be used: {cause[0] if cause else error}; is it set up (`planhub init`)?"
        )
    return _fail(f"unexpected {type(error).__name__}: {error}{_keep(error)}")


def _keep(error: Exception) -> str:
    from planhub.infra.paths import instance_dir

    text = "".join(traceback.format_exception(error))
    try:
        folder = instance_dir()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "last-error.txt").write_text(text, "utf-8")
    except OSError:
        return ""
    return f" (details in {folder / 'last-error.txt'})"


def _fail(message: str) -> int:
    click.echo(f"planhub: {' '.join(message.split())}", err=True)
    return NOT_POSSIBLE
