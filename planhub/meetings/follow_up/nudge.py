"""A polite word to copy into LINE: what an agency still has to do, by post, never by person, without blame."""

from collections.abc import Sequence
from datetime import date

from planhub.kernel.text import THAI
from planhub.kernel.thai import format_date
from planhub.meetings.follow_up.reading import DONE, ENDED, LATE, Line

MOST = 10
"""Assignments that one message names; a longer one is not read."""


def write(called: str, lines: Sequence[Line], today: date, address: str) -> str:
    """Give the message for one agency, called by its abbreviation; empty where nothing is open."""
    waiting = [line for line in lines if line.light(today) not in (DONE, ENDED)]
    if not waiting:
        return ""
    head = [
        f"เรียน ผู้ประสานงาน {called}",
        "",
        "ฝ่ายเลขานุการขอเรียนติดตามเรื่องที่ที่ประชุมมอบหมาย ดังนี้",
    ]
    body = [_line(n, line, today) for n, line in enumerate(waiting[:MOST], start=1)]
    if len(waiting) > MOST:
        body.append(f"และอีก {len(waiting) - MOST} เรื่อง")
    foot = [
        "",
        "หากดำเนินการแล้ว รบกวนบันทึกผลในระบบ หากต้องการเวลาเพิ่มหรือความช่วยเหลือ แจ้งฝ่ายเลขานุการได้เลย",
        address,
        "",
        "ขอบพระคุณอย่างสูง",
        "ฝ่ายเลขานุการร่วม",
    ]
    return "\n".join([*head, *body, *foot])


def _line(number: int, line: Line, today: date) -> str:
    due = format_date(line.due_on, "short", locale=THAI)
    when = f"ครบกำหนดแล้วเมื่อ {due}" if line.light(today) == LATE else f"กำหนด {due}"
    where = f" (มติที่ {line.resolution} ประชุมครั้งที่ {line.meeting})" if line.meeting else ""
    post = f" — {line.post}" if line.post else ""
    return f"{number}. {line.title}{post}{where} {when}"
