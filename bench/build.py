"""`python -m bench.build ROWS MOVES`: fills the database that the environment names, and prints what the run needs."""

import json
import sys

from sqlalchemy import select, text

from bench import world
from planhub.infra.db import db, writing
from planhub.infra.settings import load
from planhub.people import tokens
from planhub.people.models import User
from planhub.record.models import Record
from planhub.web import setup
from planhub.web.app import create_app


def main() -> None:
    """Build the world and print its keys as JSON."""
    rows, moves = int(sys.argv[1]), int(sys.argv[2])
    app = create_app(load())
    with app.app_context(), writing():
        with db.engine.begin() as connection:
            setup.upgrade(connection)
        session = db.session()
        world.build(session, rows)
        facts = {
            "cookie": world.sign_in(session, "director.codi"),
            "approval": session.scalars(select(Record.code).where(Record.state == "approval").limit(1)).one(),
            "movable": world.movable(session, moves),
        }
        user = session.scalars(select(User).where(User.login == "coordinator.codi")).one()
        facts["token"] = tokens.issue(session, user, days=1)
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()
    print(json.dumps(facts))


main()
