"""Every table of the page: a past moment is the same when later data have come, and groups add up to the whole."""

from datetime import datetime

import pandas as pd
import pytest

from analytics.contract.periods import Period
from analytics.loops import (
    Selection,
    backlog,
    balance,
    citizen_first,
    departments,
    discovery,
    fallback_cases,
    fallback_money,
    funnel,
    report_ins,
    reported_twice,
    reports_per_resident,
    satisfaction,
    setbacks,
    stage_hours,
    supervision,
    whistle_rates,
    whistles,
)
from tests.loops.city import CasesCity, known_at
from tests.making import make_version

AS_OF = datetime(2018, 9, 21, 15, 30)
GROUPED = [
    balance, citizen_first, fallback_cases, funnel, reported_twice, satisfaction, setbacks, stage_hours, supervision,
]  # fmt: skip
TABLES = {
    **{ask.__name__: lambda version, chosen, ask=ask: ask(version, chosen, ["unit"], "district") for ask in GROUPED},
    "by hour of the week": lambda version, chosen: balance(version, chosen, ["hour_of_week"]),
    "backlog": backlog,
    "departments": departments,
    "fallback_money": fallback_money,
    "discovery": lambda version, chosen: discovery(version, chosen.period, "district", as_of=chosen.as_of),
    "reports_per_resident": lambda version, chosen: reports_per_resident(version, chosen, "district"),
    "whistles": lambda version, chosen: whistles(version, chosen, ["kind"]),
    "report_ins": lambda version, chosen: report_ins(version, chosen, ["org"]),
    "whistle_rates": lambda version, chosen: whistle_rates(version, chosen, "subdistrict"),
}


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    rows = CasesCity(7, 400).rows()
    folder = tmp_path_factory.mktemp("past")
    return make_version(folder / "now", rows), make_version(folder / "then", known_at(rows, AS_OF))


@pytest.mark.parametrize("ask", TABLES.values(), ids=TABLES)
def test_later_data_do_not_change_a_past_moment(versions, ask):
    for text in ("2018-09", "2018-08"):
        chosen = Selection(Period.parse(text), AS_OF)
        now, then = (ask(version, chosen) for version in versions)
        pd.testing.assert_frame_equal(now, then, check_dtype=False)
    assert len(now)


def _sums(rows: pd.DataFrame, columns: list[str]) -> dict:
    return rows[columns].sum().to_dict()


@pytest.mark.parametrize("by", [["loop"], ["source"], ["class"], ["minor_class"], ["org"], ["hour_of_week"],
                                ["assigned_from_tier"], ["is_major"], ["loop", "source"]])  # fmt: skip
def test_groups_add_up_to_the_whole(versions, by):
    chosen = Selection(Period.parse("2018-09"), datetime(2018, 10, 4))
    for ask in (balance, setbacks, satisfaction, citizen_first, reported_twice):
        whole, parts = ask(versions[0], chosen), ask(versions[0], chosen, by)
        counts = [name for name in whole.columns if pd.api.types.is_integer_dtype(whole[name])]
        assert counts
        assert _sums(parts, counts) == whole[counts].iloc[0].to_dict()
    assert len(parts) > 1


def test_a_selection_is_its_group(versions):
    period, as_of = Period.parse("2018-09"), datetime(2018, 10, 4)
    whole = Selection(period, as_of)
    loops = balance(versions[0], whole, ["loop"]).set_index("loop")
    orgs = balance(versions[0], whole, ["org"]).set_index("org")
    units = balance(versions[0], whole, ["unit"], "district").set_index("unit")
    classes = balance(versions[0], whole, ["class"]).set_index("major_code")
    for which, group in (
        ({"loop": "small"}, loops.loc["small"]),
        ({"org": "O2"}, orgs.loc["O2"]),
        ({"tier": "district", "unit": "D1"}, units.loc["D1"]),
        ({"case_class": ("s", "event", "02")}, classes.loc["02"]),
    ):
        found = balance(versions[0], Selection(period, as_of, **which))
        assert found["due"].item() == group["due"] > 0
        assert found["closed"].item() == group["closed"]
