"""The numbers of the core, as the article has them, and who did what where."""

from analytics.demo.settings import settings

REFERENCE = "date '2017-12-31'"
IN_FORCE = f"""valid_from::date <= {REFERENCE} and coalesce(valid_to::date, {REFERENCE}) >= {REFERENCE}
    and alley_id is not null"""
CORE = "left(area_code, 6) in ('110101', '110102')"


def test_the_core_has_its_alleys_chiefs_stewards_and_reports(year_city):
    assert year_city.one(f"select count(*) from alleys where {CORE}") == 2435
    held = dict(year_city.rows(f"select role, count(distinct person_id) from assignments where {IN_FORCE} group by 1"))
    assert held == {"alley_chief": 2432, "steward": 3487}
    reports = year_city.one("select count(*) from steward_activity t where form = 'report' and year(t.at) = 2017")
    assert 219_000 <= reports <= 221_000
    stayed = f"select person_id from assignments where role = 'steward' and {IN_FORCE}"
    theirs = year_city.one(f"""select count(*) from steward_activity t
        where form = 'report' and year(t.at) = 2017 and person_id in ({stayed})""")
    assert 0.97 * reports <= theirs <= reports


def test_chiefs_and_alleys_are_many_to_many(year_city):
    chiefs = f"select person_id, alley_id from assignments where role = 'alley_chief' and {IN_FORCE}"
    assert year_city.one(f"select count(*) from ({chiefs}) group by person_id order by 1 desc limit 1") > 1
    assert year_city.one(f"select count(*) from ({chiefs}) group by alley_id order by 1 desc limit 1") > 1
    assert (
        year_city.one(f"select count(*) from alleys where {CORE} and alley_id not in (select alley_id from ({chiefs}))")
        > 0
    )


def test_who_acts_holds_the_role_there_and_then(year_city):
    for table, moment, roles in (
        ("patrols", "started_at", ("alley_chief",)),
        ("steward_activity", "at", ("steward",)),
        ("chief_log", "at", ("alley_chief",)),
    ):
        wanted = ", ".join(f"'{role}'" for role in roles)
        outside = year_city.one(
            f"""select count(*) from {table} t where not exists (select 1 from assignments a
                where a.person_id = t.person_id and a.alley_id = t.alley_id and a.role in ({wanted})
                  and t.{moment}::date between a.valid_from::date and coalesce(a.valid_to::date, date '2100-01-01'))"""
        )
        assert outside == 0, table


def test_patrols_fail_now_and_then_but_not_too_often(year_city):
    share = year_city.one(
        """with days as (select alley_id, started_at::date as day, count(*) as patrols from patrols
             where ended_at - started_at >= interval 5 minute and recorded_at::date = started_at::date group by all)
           select avg((patrols >= 2)::int) from days"""
    )
    assert 0.75 < share < 0.98
    for failure in (
        "ended_at - started_at < interval 5 minute",
        "recorded_at::date <> started_at::date",
        "recorded_at - ended_at > interval 24 hour",
    ):
        assert year_city.one(f"select count(*) from patrols where {failure}") > 0, failure


def test_alleys_fall_below_ninety_and_recover(year_city):
    months = year_city.rows(
        """select alley_id, list(score order by month) from (select alley_id, month(checked_on) as month,
             avg(score) as score from ten_none_checks group by all) group by 1 having count(*) = 12"""
    )
    fallen = [scores for _, scores in months if scores[0] >= 90 and min(scores) < 90]
    recovered = [scores for scores in fallen if min(scores[-3:]) >= 90]
    assert len(fallen) > 50 and len(recovered) > 20


def test_scores_and_violated_items_agree(year_city):
    items = " + ".join(f"item_{number}" for number in range(1, 11))
    assert year_city.one(f"select count(*) from ten_none_checks where score <> 100 - 2 * ({items})") == 0


def test_ranks_fit_the_roles(year_city):
    found = year_city.rows("select distinct role, rank from assignments join people using (person_id) order by all")
    assert found == [
        ("alley_chief", "section"), ("general_chief", "division"), ("inspector", "other"), ("steward", "other"),
        ("street_chief", "division"),
    ]  # fmt: skip


def test_some_logs_are_filled_in_instead_of_walked(year_city) -> None:
    """Each planted habit shows on as many alleys of the core as the data say, and hardly anywhere else."""
    wanted = settings("habits")["patrols"]["filled"]
    at_midnight = year_city.one("""select count(*) from (
        select alley_id from patrols where started_at = date_trunc('day', started_at)
        group by alley_id having count(*) >= 60)""")
    assert at_midnight == wanted["midnight"]
    at_once = year_city.one("""select count(*) from (
        select alley_id from (
            select alley_id, started_at, lag(ended_at) over (partition by alley_id, cast(started_at as date)
                order by started_at, patrol_id) as before from patrols
        ) where started_at < before + interval 5 minute and started_at <> date_trunc('day', started_at)
        group by alley_id having count(*) >= 60)""")
    assert at_once == wanted["close_together"]
    on_mondays = year_city.one("""select count(*) from (
        select alley_id from patrols
        where dayofweek(recorded_at) = 1 and hour(recorded_at) = 8 and recorded_at > started_at + interval 1 day
        group by alley_id having count(*) >= 60)""")
    assert on_mondays == wanted["bulk_entry"]
    assert year_city.one("select count(*) from patrols where ended_at < started_at or recorded_at < ended_at") == 0
