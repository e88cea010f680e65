"""`python -m bench.build ROWS MOVES`: fills the database that the environment names, and prints what the run needs."""

import json
import sys

from sqlalchemy import text

from bench import world
from planhub.infra.db import Model, db, writing
from planhub.infra.settings import load
from planhub.web import setup
from planhub.web.app import create_app


def main() -> None:
    """Build the world and print its keys as JSON."""
    rows, moves = int(sys.argv[1]), int(sys.argv[2])
    app = create_app(load())
    with app.app_context(), writing():
        assert setup.APPEND_ONLY  # its triggers are made with the tables
        Model.metadata.create_all(db.engine)
        facts = world.build(db.session(), rows, moves)
        db.session().execute(text("ANALYZE"))
        db.session().commit()
    print(json.dumps(facts))


main()
