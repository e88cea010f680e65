"""The moves of an MOU: who presses what, when, with which consequence, and who is told."""

from planhub.mou.moves import changing, clearing, correcting, ending, first, living, signing, texts

MOVES = (
    *texts.MOVES,
    *clearing.MOVES,
    *signing.MOVES,
    *living.MOVES,
    *changing.MOVES,
    *ending.MOVES,
    *correcting.MOVES,
)
"""Every move, in the order in which screens and help show them."""

FIRST = first.moves(MOVES)
"""The moves of the machine's first version."""
