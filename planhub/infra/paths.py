"""Where the files beside the code are: in a checkout, and in an installed wheel."""

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
CHECKOUT = PACKAGE.parent if (PACKAGE.parent / "pyproject.toml").is_file() else None
"""The root of the checkout the code runs from; None in an installed wheel."""


def resource(name: str) -> Path:
    """Return the folder `templates`, `static` or `migrations`, or something below one of them.

    A checkout wins: an editable install leaves copies in site-packages that nobody keeps up to date.
    """
    return (CHECKOUT or PACKAGE) / name


def instance_dir() -> Path:
    """Return the folder of database, uploads and secrets; it need not exist yet.

    `PLANHUB_INSTANCE`, else `instance/` of the checkout, else `var/planhub-instance` of the environment.
    """
    chosen = os.environ.get("PLANHUB_INSTANCE")
    if chosen:
        return Path(chosen).resolve()
    return CHECKOUT / "instance" if CHECKOUT else Path(sys.prefix) / "var" / "planhub-instance"
