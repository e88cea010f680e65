"""The levels of areas: what their official codes look like and what the areas are called."""

from enum import StrEnum

from planhub.kernel.text import Text
from planhub.places.regions import BANGKOK


class AreaLevel(StrEnum):
    """A level of the official tree; its codes have two digits a step (45 → 4501 → 450101)."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"

    @property
    def digits(self) -> int:
        """How many digits the codes of this level have."""
        return {AreaLevel.PROVINCE: 2, AreaLevel.DISTRICT: 4, AreaLevel.SUBDISTRICT: 6}[self]

    @property
    def label(self) -> Text:
        """What the level is called."""
        return _LABELS[self]

    @property
    def below(self) -> "AreaLevel | None":
        """The next finer level, or None below the subdistricts."""
        return {AreaLevel.PROVINCE: AreaLevel.DISTRICT, AreaLevel.DISTRICT: AreaLevel.SUBDISTRICT}.get(self)


_LABELS = {
    AreaLevel.PROVINCE: Text("จังหวัด", "Province"),
    AreaLevel.DISTRICT: Text("อำเภอ", "District"),
    AreaLevel.SUBDISTRICT: Text("ตำบล", "Subdistrict"),
}
_SHORT = {AreaLevel.PROVINCE: "จ.", AreaLevel.DISTRICT: "อ.", AreaLevel.SUBDISTRICT: "ต."}
_IN_BANGKOK = {AreaLevel.PROVINCE: "", AreaLevel.DISTRICT: "เขต", AreaLevel.SUBDISTRICT: "แขวง"}


def level_of(code: str) -> AreaLevel:
    """Tell the level of an official code by its length; raises `ValueError` for anything else."""
    for level in AreaLevel:
        if len(code) == level.digits and code.isascii() and code.isdigit():
            return level
    raise ValueError(f"not an area code: {code!r}")


def area_label(code: str, name: Text, *, short: bool = False) -> Text:
    """Call an area by its level and name: อำเภอเมืองร้อยเอ็ด (short อ.เมืองร้อยเอ็ด), in Bangkok เขต… and แขวง….

    English: `Mueang Roi Et District`, short only the name.
    """
    level = level_of(code)
    elsewhere = _SHORT[level] if short else _LABELS[level].th
    before = _IN_BANGKOK[level] if code.startswith(BANGKOK) else elsewhere
    thai = name.th if name.th.startswith(before) else before + name.th
    english = name.en if short or code == BANGKOK else f"{name.en} {_LABELS[level].en}"
    return Text(thai, english)
