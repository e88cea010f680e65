"""The moves of the machine's first version, for records that were begun with it (rule R3).

It knew neither amendments nor renewals nor the leaving of a party; copies went out at once, and the secretariat's word
that all directors agreed to an end was enough.
"""

from collections.abc import Iterable
from dataclasses import replace

from planhub.kernel.fields import Field, Kind
from planhub.kernel.text import Text
from planhub.kernel.workflow import Move
from planhub.mou import asks

KEYS = [
    "share",
    "settle",
    "hand_over",
    "all_settled",
    "clear_legal",
    "clear_budget",
    "all_cleared",
    "approve",
    "return_text",
    "recall",
    "quorum",
    "record_signature",
    "confirm_signature",
    "plan_ceremony",
    "complete",
    "register_signed",
    "circulate",
    "activate",
    "suspend",
    "resume",
    "expire",
    "terminate",
    "close",
    "cancel",
]
"""Its moves."""

_AGREED = (
    asks.LETTER,
    Field(
        "agreed",
        Kind.BOOL,
        Text("ผู้มีอำนาจของทุกฝ่ายเห็นชอบตามหนังสือแล้ว", "The directors of all parties agreed by that letter"),
        required=True,
    ),
    Field(
        "handover",
        Kind.BODY,
        Text("ผู้รับช่วงหน้าที่ที่ค้าง", "Who takes over the open duties"),
        required=True,
        max=4_000,
    ),
)


def moves(now: Iterable[Move]) -> tuple[Move, ...]:
    """Give its moves, made of today's: what has not changed since is the same."""
    return tuple(_as_it_was(move) for move in now if move.key in KEYS)


def _as_it_was(move: Move) -> Move:
    if move.key == "circulate":
        return replace(move, effects=("circulate_at_once",), consequence=None)
    if move.key == "terminate":
        return replace(move, asks=_AGREED, guards=())
    return move
