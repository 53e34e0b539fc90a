"""Real police districts in feet and real requests in degrees: placing agrees with the city's own labels."""

from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest

from analytics.places.coordinates import geometries_to_wgs84
from analytics.places.placing import place_points

BOSTON = Path(__file__).parents[3] / "shared" / "data" / "boston"
CITY_HALL = (-71.0587, 42.3594)


@pytest.mark.boston
@pytest.mark.skipif(not BOSTON.exists(), reason="the shared Boston files are not here")
def test_placed_districts_agree_with_the_labels():
    districts = geopandas.read_file(BOSTON / "police_districts_epsg2249.zip")
    shapes = geometries_to_wgs84(districts.geometry.to_numpy(), "EPSG:2249")
    requests = pd.read_csv(
        BOSTON / "311_service_requests_2011.csv.gz", usecols=["police_district", "longitude", "latitude"]
    )
    label = requests["police_district"].str.strip().to_numpy(dtype=object)
    lon, lat = requests["longitude"].to_numpy(), requests["latitude"].to_numpy()
    found = place_points(lon, lat, shapes, districts["ID"].to_numpy(dtype=object))
    assert len(found) == 58_251
    default = (lon == CITY_HALL[0]) & (lat == CITY_HALL[1])
    labelled = np.array([isinstance(text, str) and text != "" for text in label])
    compared = labelled & np.isfinite(lon) & ~default
    assert default.sum() == 4_775
    assert compared.sum() > 50_000
    assert (found[compared] == label[compared]).mean() >= 0.996


@pytest.mark.boston
@pytest.mark.skipif(not BOSTON.exists(), reason="the shared Boston files are not here")
def test_without_reprojection_nothing_matches():
    districts = geopandas.read_file(BOSTON / "police_districts_epsg2249.zip")
    found = place_points([CITY_HALL[0]], [CITY_HALL[1]], districts.geometry.to_numpy(), districts["ID"].to_numpy())
    assert found.tolist() == [None]
