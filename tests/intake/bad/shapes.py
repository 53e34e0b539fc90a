"""Files of shapes that are not as they should be, or are meant to do harm."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import shapely

from tests.intake.bad.kinds import FileKind

SQUARE = shapely.box(116.3, 39.9, 116.4, 40.0)
FRAME = geopandas.GeoDataFrame(
    {"area_code": ["110101", "110102"], "tier": ["区", "district"], "name": ["东城区", "西城区"]},
    geometry=[SQUARE, None],
    crs=4326,
)
VRT = (
    b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
    b"</OGRVRTLayer></OGRVRTDataSource>"
)
FAR = VRT.replace(b"/etc/passwd", b"/vsicurl/http://127.0.0.1:9/x")
NAMES = {"name": ["东城区", "西城区"]}
TWO = (2, 2, 0, 0)


def shapefile(frame: geopandas.GeoDataFrame = FRAME, encoding: str = "UTF-8", **parts: bytes | None) -> bytes:
    """A zipped Shapefile, its parts (prj, cpg, shx …) as made, as given, or left out (None)."""
    content = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(content, "w") as archive:
        frame.to_file(Path(folder) / "areas.shp", encoding=encoding)
        for path in sorted(Path(folder).iterdir()):
            data = parts.get(path.suffix[1:], path.read_bytes())
            if data is not None:
                archive.writestr(path.name, data)
    return content.getvalue()


def archive(entries: dict[str, bytes], link: bool = False) -> bytes:
    """A zip of these entries; `link`: the first is a symbolic link."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for number, (name, data) in enumerate(entries.items()):
            entry = zipfile.ZipInfo(name)
            if link and number == 0:
                entry.external_attr = 0o120777 << 16
            made.writestr(entry, data)
    return content.getvalue()


def geojson(*features: object, crs: str | None = None) -> bytes:
    """A collection of these features."""
    content: dict = {"type": "FeatureCollection", "features": list(features)}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(content).encode()


def feature(code: str, geometry: object) -> dict:
    """A district of this code and shape."""
    return {
        "type": "Feature",
        "properties": {"area_code": code, "tier": "district", "name": code},
        "geometry": geometry,
    }


def _torn(content: bytes) -> bytes:
    """The Shapefile with the middle of its shapes overwritten."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data[:120] + b"\xff" * 40 + data[160:] if name.endswith(".shp") else data)
    return made.getvalue()


def _zip(what: str, make: Callable[[], bytes], counts: tuple = TWO, **told: object) -> FileKind:
    return FileKind("shapes", what, "areas.zip", make, counts=counts, **told)


def _json(what: str, make: Callable[[], bytes], counts: tuple, name: str = "areas.geojson", **told: object) -> FileKind:
    return FileKind("shapes", what, name, make, counts=counts, **told)


def _refused(
    what: str, make: Callable[[], bytes], code: str, name: str = "areas.zip", group: str = "shapes"
) -> FileKind:
    return FileKind(group, what, name, make, refused=code)


TRIANGLE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
KINDS = [
    _zip("a Shapefile with a shape that is not there", shapefile, values=NAMES),
    _zip("no .prj, in degrees", lambda: shapefile(prj=None), values=NAMES),
    _refused("no .prj, in metres", lambda: shapefile(FRAME.to_crs(4548), prj=None), "missing_crs"),
    _zip(
        "a .prj that says degrees over metres",
        lambda: shapefile(FRAME.to_crs(4548), prj=FRAME.crs.to_wkt("WKT1_ESRI").encode()),
        codes=("shape_beyond",),
        values=NAMES,
    ),
    _zip("a .prj of rubbish, in degrees", lambda: shapefile(prj=b"rubbish"), values=NAMES),
    _zip("no .cpg, in GBK", lambda: shapefile(encoding="GBK", cpg=None), values=NAMES),
    _zip("a .cpg that says UTF-8 over GBK", lambda: shapefile(encoding="GBK", cpg=b"UTF-8"), values=NAMES),
    _zip("a .cpg that says GBK over UTF-8", lambda: shapefile(cpg=b"GBK"), values=NAMES),
    _zip("a .cpg of rubbish", lambda: shapefile(cpg=b"KLINGON"), values=NAMES),
    _zip("no .shx", lambda: shapefile(shx=None), values=NAMES),
    _refused("no .dbf", lambda: shapefile(dbf=None), "damaged_file"),
    _refused("shapes overwritten in the middle", lambda: _torn(shapefile()), "damaged_file"),
    _refused("an archive cut short", lambda: shapefile()[:-30], "damaged_file"),
    _json(
        "features without a shape or without anything",
        lambda: geojson(feature("a", None), 5, {"properties": []}),
        (3, 1, 0, 2),
    ),
    _json(
        "a ring that is not closed",
        lambda: geojson(feature("a", {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]})),
        (1, 1, 0, 0),
        codes=("bad_value",),
    ),
    _json(
        "a shape of no known kind",
        lambda: geojson(feature("a", {"type": "Bogus"}), feature("b", TRIANGLE)),
        TWO,
        codes=("bad_value",),
    ),
    _refused(
        "an unknown coordinate system",
        lambda: geojson(feature("a", TRIANGLE), crs="EPSG:999999"),
        "unknown_crs",
        "areas.geojson",
    ),
    _refused("JSON that is no GeoJSON", lambda: b'{"type": "Topology"}', "not_what_it_claims", "areas.geojson"),
    _refused("JSON cut short", lambda: geojson(feature("a", TRIANGLE))[:-9], "damaged_file", "areas.geojson"),
]
ATTACKS = [
    _refused(
        "a virtual dataset that names a file of the server", lambda: VRT, "virtual_dataset", "areas.geojson", "attack"
    ),
    _refused("a virtual dataset that names an address", lambda: FAR, "virtual_dataset", "areas.json", "attack"),
    _refused(
        "a virtual dataset in UTF-16 behind a comment",
        lambda: (b"<!-- x -->" + VRT).decode().encode("utf-16"),
        "virtual_dataset",
        "areas.geojson",
        "attack",
    ),
    _refused("a virtual dataset called .gpkg", lambda: VRT, "virtual_dataset", "areas.gpkg", "attack"),
    _refused(
        "a virtual dataset as a Shapefile's shapes",
        lambda: archive({"areas.shp": VRT, "areas.dbf": b"x"}),
        "not_what_it_claims",
        group="attack",
    ),
    _refused(
        "a coordinate system that names a file",
        lambda: geojson(feature("a", TRIANGLE), crs="/etc/passwd"),
        "unknown_crs",
        "areas.geojson",
        "attack",
    ),
    _refused(
        "a coordinate system that names an address",
        lambda: geojson(feature("a", TRIANGLE), crs="http://127.0.0.1:9/x"),
        "unknown_crs",
        "areas.geojson",
        "attack",
    ),
    _refused(
        "an entry that climbs out of its archive",
        lambda: archive({"../evil.shp": b"x"}),
        "unsafe_archive",
        group="attack",
    ),
    _refused(
        "an entry with a path from the root", lambda: archive({"/etc/evil.shp": b"x"}), "unsafe_archive", group="attack"
    ),
    _refused(
        "an entry with a path of another system",
        lambda: archive({"C:\\evil.shp": b"x"}),
        "unsafe_archive",
        group="attack",
    ),
    _refused(
        "a symbolic link in an archive",
        lambda: archive({"areas.shp": b"/etc/passwd", "areas.dbf": b"x"}, True),
        "not_what_it_claims",
        group="attack",
    ),
    _refused(
        "GML with entities",
        lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><gml:FeatureCollection/>',
        "not_what_it_claims",
        "areas.gml",
        "attack",
    ),
    _refused(
        "XML called .geojson", lambda: b'<?xml version="1.0"?><kml/>', "not_what_it_claims", "areas.geojson", "attack"
    ),
    _refused(
        "20,000 brackets, one in the other",
        lambda: b'{"type": "FeatureCollection", "features": [' + b"[" * 20_000 + b"]" * 20_000 + b"]}",
        "damaged_file",
        "areas.geojson",
        "attack",
    ),
]
