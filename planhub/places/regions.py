"""The six regions and eighteen provincial clusters: which provinces they hold, and who says so."""

from typing import NamedTuple

from planhub.kernel.text import Text

SOURCE = (
    "ประกาศคณะกรรมการนโยบายการบริหารงานจังหวัดและกลุ่มจังหวัดแบบบูรณาการ (ก.น.จ.) เรื่อง การจัดตั้งกลุ่มจังหวัดและกำหนดจังหวัด"
    "ที่เป็นศูนย์ปฏิบัติการของกลุ่มจังหวัด ราชกิจจานุเบกษา 17 พ.ย. 2560"
)
"""The announcement that sets the clusters and the regions, which are also those of the national development office."""

BANGKOK_SOURCE = "กรุงเทพมหานครไม่อยู่ในกลุ่มจังหวัดใด ระบบจัดรวมไว้กับภาคกลาง"
"""Bangkok is in no cluster; to be found at all it is listed with the Central region."""


class ClusterRow(NamedTuple):
    """A provincial cluster as announced."""

    code: str
    region: str
    name: Text
    provinces: str
    """Official province codes, divided by blanks."""


REGIONS: tuple[tuple[str, Text], ...] = (
    ("north", Text("ภาคเหนือ", "North")),
    ("northeast", Text("ภาคตะวันออกเฉียงเหนือ", "Northeast")),
    ("central", Text("ภาคกลาง", "Central")),
    ("east", Text("ภาคตะวันออก", "East")),
    ("south", Text("ภาคใต้", "South")),
    ("southern_border", Text("ภาคใต้ชายแดน", "Southern Border")),
)
"""Regions by code, in the order in which they are listed."""

CLUSTERS: tuple[ClusterRow, ...] = (
    ClusterRow("north_upper_1", "north", Text("ภาคเหนือตอนบน 1", "Upper North 1"), "50 51 52 58"),
    ClusterRow("north_upper_2", "north", Text("ภาคเหนือตอนบน 2", "Upper North 2"), "54 55 56 57"),
    ClusterRow("north_lower_1", "north", Text("ภาคเหนือตอนล่าง 1", "Lower North 1"), "53 63 64 65 67"),
    ClusterRow("north_lower_2", "north", Text("ภาคเหนือตอนล่าง 2", "Lower North 2"), "60 61 62 66"),
    ClusterRow(
        "northeast_upper_1",
        "northeast",
        Text("ภาคตะวันออกเฉียงเหนือตอนบน 1", "Upper Northeast 1"),
        "38 39 41 42 43",
    ),
    ClusterRow(
        "northeast_upper_2", "northeast", Text("ภาคตะวันออกเฉียงเหนือตอนบน 2", "Upper Northeast 2"), "47 48 49"
    ),
    ClusterRow(
        "northeast_middle", "northeast", Text("ภาคตะวันออกเฉียงเหนือตอนกลาง", "Middle Northeast"), "40 44 45 46"
    ),
    ClusterRow(
        "northeast_lower_1",
        "northeast",
        Text("ภาคตะวันออกเฉียงเหนือตอนล่าง 1", "Lower Northeast 1"),
        "30 31 32 36",
    ),
    ClusterRow(
        "northeast_lower_2",
        "northeast",
        Text("ภาคตะวันออกเฉียงเหนือตอนล่าง 2", "Lower Northeast 2"),
        "33 34 35 37",
    ),
    ClusterRow("central_upper", "central", Text("ภาคกลางตอนบน", "Upper Central"), "14 15 16 17 18 19"),
    ClusterRow("central_vicinity", "central", Text("ภาคกลางปริมณฑล", "Bangkok Vicinity"), "11 12 13 73"),
    ClusterRow("central_lower_1", "central", Text("ภาคกลางตอนล่าง 1", "Lower Central 1"), "70 71 72"),
    ClusterRow("central_lower_2", "central", Text("ภาคกลางตอนล่าง 2", "Lower Central 2"), "74 75 76 77"),
    ClusterRow("east_1", "east", Text("ภาคตะวันออก 1", "East 1"), "20 21 24"),
    ClusterRow("east_2", "east", Text("ภาคตะวันออก 2", "East 2"), "22 23 25 26 27"),
    ClusterRow("south_gulf", "south", Text("ภาคใต้ฝั่งอ่าวไทย", "South, Gulf of Thailand"), "80 84 86 90 93"),
    ClusterRow("south_andaman", "south", Text("ภาคใต้ฝั่งอันดามัน", "South, Andaman"), "81 82 83 85 91 92"),
    ClusterRow("southern_border", "southern_border", Text("ภาคใต้ชายแดน", "Southern Border"), "94 95 96"),
)
"""Clusters by region, in the order of the announcement."""

BANGKOK = "10"
"""The official code of Bangkok, which is no province but stands in the place of one."""


def region_of() -> dict[str, str]:
    """Map every province code, Bangkok's among them, to the code of its region."""
    return {code: row.region for row in CLUSTERS for code in row.provinces.split()} | {BANGKOK: "central"}


def cluster_of() -> dict[str, str]:
    """Map the province codes to the code of their cluster; Bangkok has none."""
    return {code: row.code for row in CLUSTERS for code in row.provinces.split()}
