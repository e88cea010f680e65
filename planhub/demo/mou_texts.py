"""What the agencies said about the wording of their MOU while they negotiated it; invented, as all of that MOU is."""

from typing import Any

from sqlalchemy.orm import Session

from planhub.kernel.access import Actor
from planhub.mou.models import Mou, MouClause
from planhub.mou.text import editing
from planhub.mou.text.editing import Base, Typed
from planhub.record import comments
from planhub.record.comments import Anchor


def talk_over(story: Any, mou: Mou) -> Mou:
    """Let legal officers remark on two clauses, and coordinators change one and answer."""
    stop, meet = _clause(mou, "termination"), _clause(mou, "mechanism")
    asked = story.act(
        lambda s, a: _remark(s, a, mou, stop, "ขอให้ระบุว่าแจ้งต่อหัวหน้าหน่วยงานของทุกฝ่าย เพื่อให้หนังสือไปถึงผู้มีอำนาจ"),
        "legal.eef",
    )
    story.act(
        lambda s, a: _remark(
            s, a, mou, meet, "ควรระบุด้วยว่าใครเป็นฝ่ายเลขานุการของคณะทำงานร่วม หารือในที่ประชุมครั้งหน้า"
        ),
        "legal.pmua",
    )
    words = stop.body.replace("ให้แจ้งเป็นหนังสือต่อทุกฝ่าย", "ให้แจ้งเป็นหนังสือต่อหัวหน้าหน่วยงานของทุกฝ่าย")
    base = Base(stop.heading, stop.body)
    story.act(
        lambda s, a: editing.change(s, a, mou, stop.id, typed=Typed(stop.heading, words), base=base),
        "coordinator.eef",
    )
    story.act(lambda s, a: comments.resolve(s, a, mou, asked.id), "coordinator.codi")
    changed: Mou = story.reload(mou)
    return changed


def _clause(mou: Mou, source: str) -> MouClause:
    return next(clause for clause in mou.clauses if clause.source == source)


def _remark(session: Session, actor: Actor, mou: Mou, clause: MouClause, words: str) -> Any:
    return comments.comment(
        session, actor, mou, words, section="text", anchor=Anchor(clause.id, clause.heading)
    )
