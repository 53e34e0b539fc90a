"""Hot spots to take away: GeoJSON for a map program, a workbook for the meeting, a picture for a slide."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import shapely

from analytics.contract import labels
from analytics.hotspots import HotSpots
from analytics.hotspots.locations import place_chains
from analytics.hotspots.patches import Patch, patches
from analytics.hotspots.readings import readings
from analytics.reports.sheets import Book, Column
from analytics.store import case_reading
from analytics.store.versions import Version

_DIGITS = 6  # of a degree: ten centimetres


def geojson(version: Version, found: HotSpots, title: str, kept: np.ndarray | None = None) -> bytes:
    """A FeatureCollection in WGS84 of every place (or those `kept`) with its figures; no outline: a null geometry."""
    rows = _rows(found, kept)
    outlines = shapely.transform(found.places.geometries[rows], lambda xy: np.round(xy, _DIGITS))
    drawn = shapely.to_geojson(outlines)
    figures, parts = _figures(version, found, rows), []
    for figure, outline in zip(figures, drawn, strict=True):
        properties = json.dumps(figure, ensure_ascii=False, allow_nan=False)
        parts.append(f'{{"type":"Feature","geometry":{outline or "null"},"properties":{properties}}}')
    head = {"type": "FeatureCollection", "name": title, **_provenance(version, found)}
    text = json.dumps(head, ensure_ascii=False)[:-1] + ',"features":[\n' + ",\n".join(parts) + "\n]}\n"
    return text.encode("utf-8")


def write_workbook(
    version: Version,
    found: HotSpots,
    target: Path | str | BinaryIO,
    language: str,
    words: Sequence[str],
    kept: np.ndarray | None = None,
) -> None:
    """Writes the ranked hot spots, every place with its figures, and how to read them, as .xlsx in 'zh' or 'en'.

    `words`: the title and what stands below it, such as which cases count.
    """
    rows = _rows(found, kept)
    inside = np.zeros(len(found.places.codes), dtype=bool)
    inside[rows] = True
    as_of = found.as_of.isoformat(" ", "minutes")
    subtitle = _text(language, "subtitle", as_of=as_of, version=version.id)
    titles = [*words, subtitle]
    with Book(target, labels.text("ranking_workbook.font", language), words[0], found.as_of) as book:
        spots = _spots(version, found, inside, language)
        book.table(_text(language, "sheet_spots"), titles, *spots, frozen_columns=3, footer=subtitle)
        places = _places(version, found, rows, language)
        book.table(_text(language, "sheet_places"), titles, *places, frozen_columns=3, footer=subtitle)
        notes = [*titles, *(_text(language, f"note.{number}") for number in range(1, 6))]
        book.notes(_text(language, "sheet_notes"), notes, subtitle)


def _rows(found: HotSpots, kept: np.ndarray | None) -> np.ndarray:
    return np.arange(len(found.places.codes)) if kept is None else np.flatnonzero(kept)


def _provenance(version: Version, found: HotSpots) -> dict[str, Any]:
    return {
        "period": found.period.text,
        "as_of": found.as_of.isoformat(),
        "version": version.id,
        "tier": found.places.tier,
        "months": [month.text for month in found.months],
        "tested": "rate_per_km2" if found.rate else "count",
    }


def _figures(version: Version, found: HotSpots, rows: np.ndarray) -> list[dict[str, Any]]:
    """One dict per place, None for what is not known."""
    codes = [found.places.codes[row] for row in rows]
    chains = place_chains(version, found, codes)
    names = _area_names(version, chains)
    said = readings(found.z, found.p, found.significant)
    every, expected = found.as_json(), found.expected
    lines = []
    for row, code in zip(rows, codes, strict=True):
        chain = chains.get(code, {})
        lines.append(
            {
                "place": code,
                "district": names.get(chain.get("district"), (None, None))[0],
                "subdistrict": names.get(chain.get("subdistrict"), (None, None))[0],
                "expected": _number(expected[row], 2),
                **{name: every[row][name] for name in ("count", "exposure", "gi_star", "p", "significant", "class")},
                "reading": said[row],
            }
        )
    return lines


def _area_names(version: Version, chains: dict[str, dict[str, Any]]) -> dict[str, tuple[str | None, str | None]]:
    areas = {chain.get(tier) for chain in chains.values() for tier in ("district", "subdistrict")}
    return case_reading.unit_names(version, areas)


def _spots(version: Version, found: HotSpots, inside: np.ndarray, language: str) -> tuple[list[Column], list[list]]:
    """One line per hot spot, then per cold spot: places that touch stand together."""
    columns = _columns(
        language, ("rank", "whole", 7), ("side", "text", 12), ("district", "text", 14), ("subdistrict", "text", 18),
        ("core", "text", 20), ("class", "text", 14), ("places", "whole", 9), ("cases", "whole", 10),
        ("expected", "points", 10), ("excess", "points", 10),
    )  # fmt: skip
    listed: list[tuple[str, Patch]] = [
        *(("hot", patch) for patch in patches(found, found.hot & inside)),
        *(("cold", patch) for patch in patches(found, found.cold & inside, cold=True)),
    ]
    cores = [found.places.codes[patch.core] for _, patch in listed]
    chains = place_chains(version, found, cores)
    names = _area_names(version, chains)
    lines = []
    for rank, ((side, patch), core) in enumerate(zip(listed, cores, strict=True), start=1):
        chain = chains.get(core, {})
        lines.append(
            [
                rank, labels.text(f"hotspots.reading.{side}", language),
                *(_name(names, chain.get(tier), language) for tier in ("district", "subdistrict")), core,
                _class(found.emerging.classes[patch.core], language), len(patch.places), patch.cases,
                _number(patch.expected, 2), _number(patch.excess, 2),
            ]
        )  # fmt: skip
    return columns, lines


def _places(version: Version, found: HotSpots, rows: np.ndarray, language: str) -> tuple[list[Column], list[list]]:
    """One line per place."""
    columns = _columns(
        language, ("place", "text", 20), ("district", "text", 14), ("subdistrict", "text", 18), ("cases", "whole", 10),
        ("expected", "points", 10), ("exposure", "points", 10), ("gi_star", "points", 9), ("p", "probability", 10),
        ("reading", "text", 22), ("class", "text", 14),
    )  # fmt: skip
    codes = [found.places.codes[row] for row in rows]
    chains = place_chains(version, found, codes)
    names, expected = _area_names(version, chains), found.expected
    said = readings(found.z, found.p, found.significant)
    lines = [
        [
            code, *(_name(names, chains.get(code, {}).get(tier), language) for tier in ("district", "subdistrict")),
            int(found.count[row]), _number(expected[row], 2), _number(found.places.area_km2[row], 4),
            _number(found.z[row], 4), _number(found.p[row], 6),
            labels.text(f"hotspots.reading.{said[row] or 'untested'}", language),
            _class(found.emerging.classes[row], language),
        ]
        for row, code in zip(rows, codes, strict=True)
    ]  # fmt: skip
    return columns, lines


def _class(value: str | None, language: str) -> str:
    return labels.text(f"hotspots.class.{value or 'untested'}.name", language)


def _name(names: dict[str, tuple[str | None, str | None]], code: str | None, language: str) -> str | None:
    zh, en = names.get(code, (None, None))
    return (en if language == "en" else None) or zh


def _columns(language: str, *wanted: tuple[str, str, float]) -> list[Column]:
    return [Column(_text(language, f"column.{name}"), kind, width) for name, kind, width in wanted]


def _number(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(float(value), digits)


def _text(language: str, key: str, **values: Any) -> str:
    return labels.text(f"hotspot_files.{key}", language, **values)
