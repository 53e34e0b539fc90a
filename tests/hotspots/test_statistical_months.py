"""Cases counted by months that run from the 26th to the 25th."""

from types import SimpleNamespace

from analytics.contract import periods
from analytics.contract.periods import Period
from analytics.hotspots.counting import Selection, counts
from tests.making import make_version

DAYS = [
    "2018-07-25T23:59:59", "2018-07-26T00:00:00", "2018-08-25T12:00:00",
    "2018-08-26T00:00:00", "2018-09-25T23:00:00", "2018-09-26T00:00:00",
]  # fmt: skip


def test_a_case_counts_in_the_month_that_holds_its_day(tmp_path, monkeypatch):
    version = make_version(tmp_path, {
        "areas": [{"area_code": "11", "tier": "district", "name": "D"}],
        "grids": [{"grid_code": "11001", "area_code": "11"}],
        "cases": [
            {"case_id": str(n), "kind": "event", "source": "hotline", "grid_code": "11001", "reported_at": at}
            for n, at in enumerate([*DAYS, "2018-12-01T00:00:00"])
        ],
    })  # fmt: skip
    monkeypatch.setenv(periods.MONTH_STARTS_ON, "26")
    periods.month_starts_on.cache_clear()
    try:
        months = [Period.parse(text) for text in ("2018-08", "2018-09")]
        places = SimpleNamespace(codes=["11001"], tier="grid", hexagons=None)
        selection = Selection(version.newest_known_at)
        assert counts(version, places, months, selection).tolist() == [[2, 2]]
    finally:
        monkeypatch.undo()
        periods.month_starts_on.cache_clear()
