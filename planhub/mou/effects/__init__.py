"""What the moves of an MOU cause, inside their transaction; by the names that the moves use."""

from planhub.mou.effects import changing, circulating, correcting, ending, signing, texts
from planhub.record.types import Effect

EFFECTS: dict[str, Effect] = {
    f.__name__: f
    for f in (
        texts.keep_version,
        texts.keep_changed,
        texts.share,
        texts.begin_turn,
        texts.pass_turn,
        texts.reopen,
        texts.lock_text,
        correcting.propose_correction,
        correcting.drop_correction,
        correcting.put_right,
        signing.plan_ceremony,
        signing.record_signature,
        signing.confirm_signature,
        signing.finish_signing,
        signing.register_signed,
        circulating.circulate,
        circulating.circulate_at_once,
        circulating.hold_back,
        circulating.go_out,
        changing.open_amendment,
        changing.open_renewal,
        changing.tell_parent,
        changing.take_amendment,
        changing.note_merged,
        changing.rebase,
        changing.let_parent_go,
        ending.suspend,
        ending.resume,
        ending.give_notice,
        ending.withdraw_notice,
        ending.leave,
        ending.propose_end,
        ending.drop_end,
        ending.terminate,
        ending.list_open,
        ending.close,
    )
}
"""The functions behind the names."""
