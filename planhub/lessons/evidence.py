"""How strong the evidence of a lesson or an item is: counted from what came of using it elsewhere, and nothing else."""

from collections.abc import Iterable
from typing import Any

from planhub.kernel.text import Text

STRONG = 2
"""Places in which it must have worked to count as proven."""

NONE = Text("ยังไม่มีผลการใช้ซ้ำ", "No result of use elsewhere yet")
GROWING = Text("เริ่มมีหลักฐาน: ได้ผลแล้ว {n} แห่ง", "Growing: worked in {n} place")
PROVEN = Text("หลักฐานแน่น: ได้ผลแล้ว {n} แห่ง", "Proven: worked in {n} places")
MIXED = Text("ผลไม่แน่นอน: ได้ผล {n} แห่ง ไม่ได้ผล {m} แห่ง", "Mixed: worked in {n} places, did not in {m}")
WEAK = Text("ยังไม่พบว่าใช้ซ้ำได้ผล ({m} แห่ง)", "Not seen to work elsewhere ({m} places)")


def strength(reuses: Iterable[Any]) -> Text:
    """Say how strong it is: proven from two places on where it worked and nowhere failed, mixed where both happened."""
    results = [row.result for row in reuses if row.result]
    worked = sum(result in {"worked", "partly"} for result in results)
    failed = results.count("not")
    if not results:
        return NONE
    if failed:
        return (MIXED if worked else WEAK).format(n=worked, m=failed)
    return (PROVEN if worked >= STRONG else GROWING).format(n=worked)
