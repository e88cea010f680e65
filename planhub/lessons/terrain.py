"""What kind of area a place is, as far as its code can say; it finds lessons for a plan that names places alone."""

from collections.abc import Iterable

from planhub.places.regions import region_of

BORDER = frozenset(
    [
        "22",
        "23",
        "27",
        "31",
        "32",
        "33",
        "34",
        "37",
        "38",
        "42",
        "43",
        "48",
        "49",
        "50",
        "53",
        "55",
        "56",
        "57",
        "58",
        "63",
        "65",
        "70",
        "71",
        "76",
        "77",
        "85",
        "86",
        "90",
        "91",
        "95",
        "96",
    ]
)
"""The thirty-one provinces on a land border."""

COAST = frozenset(
    [
        "10",
        "11",
        "20",
        "21",
        "22",
        "23",
        "24",
        "74",
        "75",
        "76",
        "77",
        "80",
        "81",
        "82",
        "83",
        "84",
        "85",
        "86",
        "90",
        "91",
        "92",
        "93",
        "94",
        "96",
    ]
)
"""The twenty-three provinces on the sea, and Phatthalung on its lagoon."""

HIGHLAND = frozenset(
    [
        "50",
        "51",
        "52",
        "54",
        "55",
        "56",
        "57",
        "58",
        "61",
        "62",
        "63",
        "64",
        "65",
        "67",
        "42",
        "70",
        "71",
        "72",
        "76",
        "77",
    ]
)
"""The twenty provinces with highland communities of the Highland Research and Development Institute."""

BANGKOK = "10"


def types_of(codes: Iterable[str]) -> set[str]:
    """Give the kinds of the areas: of a province its situation, of a district or below also whether it is the capital's.

    District 01 of a province is อำเภอเมือง. What is no town counts as rural, except Bangkok.
    """
    found: set[str] = set()
    for code in codes:
        province = code[:2]
        is_city = province == BANGKOK or code[2:4] == "01"
        found.add("city" if is_city else "rural")
        found |= {name for name, there in _SITUATIONS if province in there}
    return found


_SITUATIONS = (("border", BORDER), ("coast", COAST), ("highland", HIGHLAND))


def provinces_of(codes: Iterable[str]) -> set[str]:
    """Give the provinces in which the areas lie."""
    return {code[:2] for code in codes}


def regions_of(codes: Iterable[str]) -> set[str]:
    """Give the regions in which the areas lie."""
    known = region_of()
    return {known[code] for code in provinces_of(codes) if code in known}
