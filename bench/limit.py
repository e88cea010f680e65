"""The limit pages: what Flask, SQLAlchemy and Jinja cost before PlanHub adds anything to them."""

import os

from flask import Flask, Response, redirect, request
from sqlalchemy import ForeignKey, String, create_engine, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

ROWS = 50


class Base(DeclarativeBase):
    """Base of the limit's own tables."""


class Reader(Base):
    """A user row."""

    __tablename__ = "limit_reader"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))


class Token(Base):
    """A session row."""

    __tablename__ = "limit_token"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    reader_id: Mapped[int] = mapped_column(ForeignKey("limit_reader.id"))


class Item(Base):
    """A row of a list."""

    __tablename__ = "limit_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(String(20), index=True)
    day: Mapped[str] = mapped_column(String(10))
    amount: Mapped[int]


_ROW = (
    "<tr><td>{{ i.id }}</td><td>{{ i.code }}</td><td><a href='/i/{{ i.id }}'>{{ i.title }}</a></td>"
    "<td>{{ i.state }}</td><td>{{ i.owner }}</td><td>{{ i.day }}</td><td>{{ '{:,}'.format(i.amount) }}</td></tr>"
)
LIST = f"<!doctype html><title>limit</title><p>{{{{ who }}}}</p><table>{{% for i in items %}}{_ROW}{{% endfor %}}</table>"
BIG = (
    "<!doctype html><title>limit</title><table>{% for r in range(215) %}<tr>{% for c in range(8) %}"
    "<td class='cell number'><span>{{ r * c }} {{ words[c] }}</span></td>{% endfor %}</tr>{% endfor %}</table>"
)
WORDS = ("จังหวัด", "แผน", "กิจกรรม", "งบประมาณ", "รายงาน", "บทเรียน", "ประชุม", "มติ")


def engine_of(url: str) -> Engine:
    """Open the database as PlanHub does: write-ahead logging on SQLite."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA journal_mode=WAL"))
        engine.dispose()  # nothing opened before a fork may be shared after it
    return engine


def build(url: str, rows: int) -> None:
    """Fill the limit's tables."""
    engine = engine_of(url)
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Reader(id=1, name="ผู้ประสานงาน"))
        session.flush()
        session.add(Token(key="k" * 43, reader_id=1))
        items = [
            {"code": f"M-{n}", "title": f"บันทึกข้อตกลงความร่วมมือ ฉบับที่ {n}", "state": "draft", "owner": f"O{n % 20}", "day": "2026-11-22", "amount": n * 1000}
            for n in range(rows)
        ]  # fmt: skip
        session.bulk_insert_mappings(Item, items)
        session.commit()
    engine.dispose()


def create_app() -> Flask:
    """Build the limit's application on the database that the environment names."""
    app = Flask("limit")
    engine = engine_of(os.environ["LIMIT_URL"])
    pages = {"list": app.jinja_env.from_string(LIST), "big": app.jinja_env.from_string(BIG)}

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.get("/auth50")
    def auth50() -> str:
        with Session(engine) as session:
            token = session.get(Token, request.cookies.get("t", "k" * 43))
            who = session.get(Reader, token.reader_id if token else 1)
            items = session.scalars(
                select(Item).where(Item.owner == "O3").order_by(Item.id.desc()).limit(ROWS)
            ).all()
            return pages["list"].render(items=items, who=who.name if who else "")

    @app.get("/big85k")
    def big85k() -> str:
        return pages["big"].render(words=WORDS)

    @app.post("/save")
    def save() -> Response:
        with Session(engine) as session:
            item = session.get_one(Item, int(request.args["id"]))
            item.amount += 1
            session.commit()
        return redirect("/auth50", 303)  # type: ignore[return-value]

    return app
