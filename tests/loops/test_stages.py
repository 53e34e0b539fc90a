"""Hours of the stages: medians of what is finished, Kaplan-Meier with what is not, against a published example."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from analytics.contract.periods import Period
from analytics.indicators import compute
from analytics.loops import Selection, stage_hours, stage_survival
from tests.loops.city import CasesCity, areas
from tests.making import make_version

# Freireich and others (1963), weeks in remission under 6-MP and placebo; + = still in remission when last seen. The
# estimate is the textbook example since Gehan (1965) and Kleinbaum: 6-MP has a median of 23 weeks, placebo of 8.
UNDER_6MP = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"
SURVIVAL_6MP = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
AS_OF = datetime(2018, 10, 4)
SEPTEMBER = Period.parse("2018-09")


def remissions(text: str, area: str) -> list[dict]:
    """A case per patient: dispatched so many hours before as-of when still open, else disposed after so many hours."""
    rows = []
    for number, word in enumerate(text.split()):
        hours = timedelta(hours=int(word.rstrip("+")))
        start = datetime(2018, 9, 3) if not word.endswith("+") else AS_OF - hours
        rows.append({
            "case_id": f"{area}{number}", "source": "hotline", "area_code": area, "reported_at": start,
            "filed_at": start, "dispatched_at": start, "disposed_at": None if word.endswith("+") else start + hours,
        })  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    cases = remissions(UNDER_6MP, "D1") + remissions(PLACEBO, "D2")
    return make_version(tmp_path_factory.mktemp("trial"), {"areas": areas(), "cases": cases})


# The last remissions began in the days before as-of: the quarter holds them all.
def october(as_of=AS_OF, **which) -> Selection:
    return Selection(Period.parse("2018"), as_of, **which)


def test_the_published_curve(trial):
    curve = stage_survival(trial, october(tier="district", unit="D1"), "disposed")
    assert dict(zip(curve["hours"], curve["share_open"].round(4), strict=True)) == {0: 1} | SURVIVAL_6MP
    assert curve["at_risk"].tolist() == [21, 21, 17, 15, 12, 11, 7, 6]


def test_the_published_medians(trial):
    found = stage_hours(trial, october(), ["unit"], "district")
    found = found.loc[found["stage"] == "disposed"].set_index("unit")
    assert found["km_median_hours"].to_dict() == {"D1": 23, "D2": 8}
    assert found["waiting"].to_dict() == {"D1": 12, "D2": 0}
    # What is finished alone would halve the time of the group that is still waiting.
    assert found["median_hours"].to_dict() == {"D1": 10, "D2": 8}
    assert np.isnan(found.loc["D1", "km_p90_hours"])


def test_a_half_that_is_exactly_reached_counts(tmp_path):
    cases = remissions("1 2 3 4+", "D1")
    version = make_version(tmp_path, {"areas": areas(), "cases": cases})
    found = stage_hours(version, october(), (), None).set_index("stage")
    assert found.loc["disposed", "km_median_hours"] == 2


def test_what_was_rejected_waits_no_longer(tmp_path):
    reported = datetime(2018, 9, 3)
    cases = [{"case_id": each, "source": "hotline", "reported_at": reported} for each in "abc"]
    cases[0]["filed_at"] = reported + timedelta(hours=5)
    flow = [{"case_id": "b", "seq": 1, "at": reported + timedelta(hours=2), "action": "reject"}]
    version = make_version(tmp_path, {"areas": areas(), "cases": cases, "case_flow": flow})
    found = stage_hours(version, Selection(SEPTEMBER, AS_OF)).set_index("stage").loc["filed"]
    assert (found["entered"], found["waiting"], found["finished"], found["km_median_hours"]) == (3, 1, 1, 5)


def test_a_case_that_went_on_without_a_time_for_a_stage_says_nothing_about_it(tmp_path):
    case = {"case_id": "a", "source": "hotline", "reported_at": "2018-09-03", "filed_at": "2018-09-03",
            "dispatched_at": "2018-09-03", "disposed_at": "2018-09-04", "closed_at": "2018-09-05"}  # fmt: skip
    version = make_version(tmp_path, {"areas": areas(), "cases": [case]})
    found = stage_hours(version, Selection(SEPTEMBER, AS_OF))
    assert set(found["stage"]) == {"filed", "dispatched", "disposed"}


def _kaplan_meier(spells: list[tuple[float, bool]]) -> float:
    """The median, counted by hand."""
    share = 1.0
    for hours in sorted({hours for hours, ended in spells if ended}):
        at_risk = sum(other >= hours for other, _ in spells)
        share *= 1 - sum(ended and other == hours for other, ended in spells) / at_risk
        if share <= 0.5 + 1e-12:
            return hours
    return float("nan")


@pytest.mark.parametrize("as_of", [datetime(2018, 9, 21, 15, 30), AS_OF])
def test_random_cases_against_plain_loops(tmp_path, as_of):
    rows = CasesCity(5).rows()
    version = make_version(tmp_path, rows)
    found = stage_hours(version, Selection(SEPTEMBER, as_of), ["loop"])
    found = found.loc[found["stage"] == "disposed"]
    assert len(found) == 4
    for row in found.itertuples():
        spells = []
        for case in rows["cases"]:
            start, end = case["dispatched_at"], case["disposed_at"]
            loop = row.loop if isinstance(row.loop, str) else None
            void = case["voided_at"] and case["voided_at"] <= as_of
            if case["loop"] != loop or void or not start or start > as_of:
                continue
            if not SEPTEMBER.start <= start < SEPTEMBER.end:
                continue
            ended = end is not None and end <= as_of
            spells.append((((end if ended else as_of) - start) / timedelta(hours=1), ended))
        assert row.entered == len(spells)
        assert row.waiting == sum(not ended for _, ended in spells)
        assert row.km_median_hours == pytest.approx(_kaplan_meier(spells), nan_ok=True)


def test_the_finished_hours_of_disposal_are_the_indicators(tmp_path):
    version = make_version(tmp_path, CasesCity(6).rows())
    for quantile, column in (("median", "median_hours"), ("p90", "p90_hours")):
        expected = compute(version, SEPTEMBER, "district", [f"handling_hours_{quantile}"], as_of=AS_OF)
        found = stage_hours(version, Selection(SEPTEMBER, AS_OF), ["unit"], "district")
        found = found.loc[found["stage"] == "disposed"].set_index("unit")
        for row in expected.loc[expected["denominator"] > 0].itertuples():
            assert found.loc[row.unit, column] == pytest.approx(row.value)
            assert found.loc[row.unit, "finished"] == row.denominator
