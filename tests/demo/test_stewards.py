"""The demo city has something to show of everything that stewards do and meetings ask, over a change of the tariff."""

import pytest

from analytics.contract.codes import codes
from analytics.demo import write_city
from analytics.stewards import tariffs
from tests.demo.conftest import City, open_city


@pytest.fixture(scope="module")
def long_city(tmp_path_factory) -> City:
    """Fourteen months of a core of 40 alleys: the tariff changes after twelve."""
    folder = tmp_path_factory.mktemp("long")
    return open_city(folder, write_city(folder, cases=600, months=14, alleys=40))


def test_points_are_mostly_those_of_the_tariff_of_the_day(long_city):
    acts = long_city.rows('select "at"::date, form, action, points from steward_activity')
    assert {form for _, form, _, _ in acts} == set(codes("steward_form"))
    worth = [next(each for each in reversed(tariffs()) if each.valid_from <= day).worth(form, action)
             for day, form, action, _ in acts]  # fmt: skip
    off = [points - due for (_, _, _, points), due in zip(acts, worth, strict=True)]
    assert set(off) == {-1, 0, 1}
    assert 0.001 < sum(each != 0 for each in off) / len(off) < 0.01
    told = zip(acts, worth, strict=True)
    hazards = {(day.year, due) for (day, _, action, _), due in told if action == "report_hazard"}
    assert {due for year, due in hazards if year == 2018} == {5}


def test_stewards_have_teams_of_their_community(long_city):
    teams = """select distinct s.team_id, a.community_code from assignments s join alleys a on a.alley_id = s.alley_id
        where s.role = 'steward'"""
    assert long_city.one("select count(*) from assignments where role = 'steward' and team_id is null") == 0
    assert long_city.one("select count(*) from assignments where role <> 'steward' and team_id is not null") == 0
    assert long_city.one(f"select max(n) from (select count(*) as n from ({teams}) group by team_id)") == 1
    assert long_city.one(f"select max(n) from (select count(*) as n from ({teams}) group by community_code)") == 2


def test_alleys_have_one_several_or_no_steward(long_city):
    day = "date '2017-12-31'"
    spread = dict(long_city.rows(f"""select least(n, 2), count(*) from (
        select a.alley_id, count(distinct s.person_id) as n from alleys a left join assignments s
            on s.alley_id = a.alley_id and s.role = 'steward' and s.valid_from::date <= {day}
            and coalesce(s.valid_to::date, {day}) >= {day}
        group by 1) group by 1"""))
    assert all(spread[number] > 0 for number in (0, 1, 2))


def test_evaluations_go_both_ways(long_city):
    stewards = "select person_id from assignments where role = 'steward'"
    of = f"select count(*) from evaluations where subject_kind = 'steward' and subject_id in ({stewards})"
    by = f"select count(*) from evaluations where subject_kind = 'chief' and evaluator_id in ({stewards})"
    assert long_city.one(of) > 0 and long_city.one(by) > 0


def test_tasks_of_every_origin_are_done_in_time_late_or_not_at_all(long_city):
    states = set(long_city.rows("select origin, case when done_on is null then 'not' when done_on > due_on then 'late' "
                                "else 'in time' end from tasks"))  # fmt: skip
    assert {origin for origin, _ in states} == set(codes("task_origin"))
    assert {state for _, state in states} == {"not", "late", "in time"}
