"""Loading the official tree of areas, with its regions and clusters."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import geothai
from geothai.types import District, Province, Subdistrict
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from planhub.infra.db import Model
from planhub.kernel.textclean import search_key
from planhub.kernel.thai import sort_key
from planhub.places import regions
from planhub.places.levels import level_of
from planhub.places.models import Area, Cluster, Region


class Loaded(NamedTuple):
    """What a load did to the areas."""

    added: int
    changed: int
    gone: int
    """Areas in the database that the data set no longer has; they stay, because records point at them."""


def load_areas(session: Session) -> Loaded:
    """Bring regions, clusters and areas up to the installed GeoThai data set (official codes and names).

    May run again at any time: rows that are right already are left alone, and none is ever deleted.
    """
    _bring(session, Region, list(_regions()))
    _bring(session, Cluster, list(_clusters()))
    return _bring(session, Area, list(_areas()))


def _bring(session: Session, model: type[Model], rows: list[dict[str, Any]]) -> Loaded:
    columns = model.__table__.columns
    kept = {row.code: row._asdict() for row in session.execute(select(*columns))}
    added = [row for row in rows if row["code"] not in kept]
    changed = [row for row in rows if row["code"] in kept and row != kept[row["code"]]]
    if added:
        session.execute(insert(model), added)
    if changed:
        session.execute(update(model), changed)
    return Loaded(len(added), len(changed), len(kept) + len(added) - len(rows))


def _regions() -> Iterator[dict[str, Any]]:
    for position, (code, name) in enumerate(regions.REGIONS, start=1):
        source = f"{regions.SOURCE}; {regions.BANGKOK_SOURCE}" if code == "central" else regions.SOURCE
        yield {"code": code, "name_th": name.th, "name_en": name.en, "position": position, "source": source}


def _clusters() -> Iterator[dict[str, Any]]:
    for position, row in enumerate(regions.CLUSTERS, start=1):
        yield {
            "code": row.code,
            "region_code": row.region,
            "name_th": row.name.th,
            "name_en": row.name.en,
            "position": position,
            "source": regions.SOURCE,
        }


def _areas() -> Iterator[dict[str, Any]]:
    """Yield parents before their children."""
    region_of, cluster_of = regions.region_of(), regions.cluster_of()
    provinces: list[Province | District | Subdistrict] = [*geothai.provinces()]
    districts = [d for p in provinces for d in geothai.districts(p.code)]
    subdistricts = [s for d in districts for s in geothai.subdistricts(d.code)]
    for area in provinces + districts + subdistricts:
        yield {
            "code": area.code,
            "level": level_of(area.code).value,
            "parent_code": area.code[:-2] or None,
            "region_code": region_of[area.code[:2]],
            "cluster_code": cluster_of.get(area.code[:2]),
            "name_th": area.name_th,
            "name_en": area.name_en,
            "sort_key_th": sort_key(area.name_th),
            "search_key": f"|{search_key(_bare(area.code, area.name_th))}|{search_key(area.name_en)}|",
        }


def _bare(code: str, name: str) -> str:
    return name.removeprefix("เขต") if code.startswith(regions.BANGKOK) else name
