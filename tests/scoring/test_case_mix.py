"""Indirect standardisation: by hand, in plain loops, and on a version."""

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.scoring.case_mix import NotStandardised, case_mix, standardised
from tests.making import make_version

HAND = [("A", "easy", 90, 100), ("A", "hard", 5, 10), ("B", "easy", 9, 10), ("B", "hard", 45, 100)]


def table(rows):
    return pd.DataFrame(rows, columns=["unit", "stratum", "numerator", "denominator"])


def test_by_hand():
    """Easy 99/110 = .9, hard 50/110. A expects 90 + 10·50/110 = 94.545, B 9 + 100·50/110 = 54.4545; overall 149/220."""
    found = standardised(table(HAND))
    assert found["value"].tolist() == pytest.approx([95 / 110, 54 / 110])
    assert found["expected"].tolist() == pytest.approx([90 + 500 / 110, 9 + 5000 / 110])
    assert found["ratio"].tolist() == pytest.approx([95 / (90 + 500 / 110), 54 / (9 + 5000 / 110)])
    assert found["standardised"].tolist() == pytest.approx(
        [95 / (90 + 500 / 110) * 149 / 220, 54 / (9 + 5000 / 110) * 149 / 220]
    )
    # A looks far better than B raw, because its cases are easy; standardised they hardly differ.
    assert found["value"].diff().abs().iloc[1] > 0.3 > 0.02 > found["standardised"].diff().abs().iloc[1]


def naive(rows):
    hit, all_ = defaultdict(float), defaultdict(float)
    for _, stratum, x, n in rows:
        hit[stratum] += x
        all_[stratum] += n
    overall = sum(hit.values()) / sum(all_.values())
    found = {}
    for unit in sorted({row[0] for row in rows}):
        own = [row for row in rows if row[0] == unit]
        expected = sum(n * hit[stratum] / all_[stratum] for _, stratum, _, n in own)
        observed = sum(x for _, _, x, _ in own)
        fair = min(1.0, observed / expected * overall) if expected else None
        found[unit] = (observed / sum(n for *_, n in own), fair)
    return found


def test_plain_loops_agree():
    generator = np.random.default_rng(8)
    rows = []
    for unit in "ABCDEFG":
        for stratum in generator.choice(list("pqrstu"), 4, replace=False):
            n = int(generator.integers(1, 80))
            rows.append((unit, stratum, int(generator.binomial(n, 0.8)), n))
    found = standardised(table(rows))
    for unit, (raw, fair) in naive(rows).items():
        assert found.at[unit, "value"] == pytest.approx(raw)
        assert found.at[unit, "standardised"] == pytest.approx(fair)


def test_nothing_expected_is_no_ratio():
    assert standardised(table([("A", "p", 0, 4)]))["ratio"].isna().all()


@pytest.fixture
def version(tmp_path):
    areas = [{"area_code": code, "tier": "district", "name": code} for code in ("11", "12", "13")]
    cases = []
    for unit, major, source, on_time, due in [
        ("11", "01", "inspector", 3, 4), ("11", "02", "hotline", 1, 4), ("12", "02", "hotline", 1, 4),
    ]:  # fmt: skip
        cases += [
            {"case_id": f"{unit}{major}{n}", "kind": "event", "source": source, "major_code": major, "area_code": unit,
             "reported_at": "2018-09-03T08:00:00", "dispatched_at": "2018-09-03T09:00:00",
             "disposed_at": "2018-09-04T08:00:00" if n < on_time else "2018-09-20T08:00:00",
             "dispose_due": "2018-09-05T08:00:00"}
            for n in range(due)
        ]  # fmt: skip
    return make_version(tmp_path, {"areas": areas, "cases": cases})


def test_on_a_version(version):
    found = case_mix(version, "on_time_rate", Period.parse("2018-09"), "district").set_index("unit")
    assert found["value"].tolist()[:2] == [0.5, 0.25]
    assert found["expected"].tolist()[:2] == pytest.approx([3 + 1, 1])  # 01: 3/4; 02: 2/8
    assert found["ratio"].tolist()[:2] == pytest.approx([1, 1])
    assert np.isnan(found.at["13", "value"])


def test_only_shares_of_cases_are_standardised(version):
    with pytest.raises(NotStandardised):
        case_mix(version, "ten_none_score", Period.parse("2018-09"), "district")
