"""A scope laid over a store: rows of other districts are not there, personal data is masked, new tables are unseen."""

from pathlib import Path

import duckdb
import pytest

from analytics.access.scopes import EVERYTHING, Scope, rules
from analytics.contract.periods import Period
from analytics.contract.schema import tables
from analytics.indicators import compute
from analytics.indicators.rolling_up import roll_up
from analytics.indicators.units import UnknownUnit
from analytics.scoring import rank
from analytics.store.personal import NotAllowed, personal_of
from analytics.store.versions import Store, Version
from tests.pages.city import make_store, rows

EAST = Scope("district", (("district", "110101"),))
WEST_STREET = Scope("street", (("subdistrict", "110102002"),))
CITY = Scope("city")
OFFICE = Scope("city", sees_personal=True)
NOBODY = Scope("district")
SEPTEMBER = Period.parse("2018-09")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_store(tmp_path_factory.mktemp("narrowed"))


def all_text(version: Version) -> str:
    """Everything that a version lets be read, in one text."""
    found = version.rows("""select table_name from duckdb_tables() where database_name = current_database()
        union select view_name from duckdb_views() where not internal and database_name = current_database()""")
    return "\n".join(str(version.rows(f'select * exclude (geometry) from "{row["table_name"]}"'
                                      if row["table_name"] in ("areas", "grids", "alleys")
                                      else f'select * from "{row["table_name"]}"')) for row in found)


@pytest.fixture(scope="module")
def rolled_up(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Path:
    """The version as publishing leaves it: with roll-ups."""
    path = tmp_path_factory.mktemp("rolled_up") / "v000001.duckdb"
    path.write_bytes(store.version().path.read_bytes())
    roll_up(path)
    return path


def test_every_table_of_a_version_has_a_rule(rolled_up: Path) -> None:
    found = Version(rolled_up).rows("select table_name from duckdb_tables()")
    assert {row["table_name"] for row in found} - set(rules()["rows"]) == set()
    assert set(tables()) <= set(rules()["rows"])


def test_masked_columns_exist() -> None:
    for table, columns in rules()["personal"].items():
        if table != "issues":
            assert set(columns) <= set(tables()[table].columns)


def test_a_district_sees_its_own_rows_and_no_others(store: Store) -> None:
    version = store.version(scope=EAST)
    expected = {name: len([row for row in entries if belongs(name, row, "110101")])
                for name, entries in rows().items() if name not in ("people", "areas")}
    assert {name: version.value(f'select count(*) from "{name}"') for name in expected} == expected
    assert version.value("select count(*) from people") == 6
    assert [row["area_code"] for row in version.rows("select area_code from areas order by 1")] == [
        "110101", "110101001", "110101002", "110101003"]
    assert "110102" not in all_text(version)
    assert "西" not in all_text(version)


def belongs(table: str, row: dict, district: str) -> bool:
    text = row.get("area_code") or row.get("alley_id") or row.get("person_id")
    return district in text


def test_a_street_sees_its_own_rows_and_no_others(store: Store) -> None:
    version = store.version(scope=WEST_STREET)
    assert version.value("select count(*) from cases") == 120
    assert version.value("select count(distinct alley_id) from patrols") == 2
    text = all_text(version)
    for other in ("110101", "110102001", "110102003"):
        assert other not in text


def test_the_city_sees_every_row(store: Store) -> None:
    whole, city = store.version(), store.version(scope=CITY)
    for name in tables():
        assert city.value(f'select count(*) from "{name}"') == whole.value(f'select count(*) from "{name}"')


def test_a_scope_without_areas_sees_no_row(store: Store) -> None:
    version = store.version(scope=NOBODY)
    shared = [name for name, rule in rules()["rows"].items() if rule == "all"]
    for name in set(tables()) - set(shared):
        assert version.value(f'select count(*) from "{name}"') == 0


def test_figures_of_the_own_units_are_those_of_the_whole_store(store: Store) -> None:
    whole = compute(store.version(), SEPTEMBER, "subdistrict", within="110101")
    own = compute(store.version(scope=EAST), SEPTEMBER, "subdistrict")
    assert own.to_csv() == whole.to_csv()
    theirs = rank(store.version(), "2018-09", "subdistrict", "110101").as_json()
    assert rank(store.version(scope=EAST), "2018-09", "subdistrict").as_json() == theirs


def test_roll_ups_tell_a_district_of_its_own_units_alone(store: Store, rolled_up: Path) -> None:
    own = Version(rolled_up, EAST)
    assert {row["unit"] for row in own.rows("select distinct unit from rollup_values")} == {
        "110101", "110101001", "110101002", "110101003"}
    for tier in ("city", "district", "subdistrict"):
        rows = compute(own, SEPTEMBER, tier)
        assert rows.to_csv() == compute(store.version(scope=EAST), SEPTEMBER, tier).to_csv()


def test_another_district_is_unknown(store: Store) -> None:
    with pytest.raises(UnknownUnit):
        compute(store.version(scope=EAST), SEPTEMBER, "subdistrict", within="110102")


def test_a_code_from_a_claim_is_no_sql(store: Store) -> None:
    version = store.version(scope=Scope("district", (("district", "x' or 'a' = 'a"),)))
    assert version.value("select count(*) from cases") == 0


def test_nothing_outside_the_version_can_be_reached(store: Store) -> None:
    version = store.version(scope=EAST)
    for statement in ("select * from read_csv('/etc/passwd')", "attach '/tmp/other.duckdb'", "copy cases to '/tmp/x'",
                      "set enable_external_access = true"):
        with pytest.raises(duckdb.Error):
            version.rows(statement)


def test_a_table_without_a_rule_has_no_rows(tmp_path, store: Store) -> None:
    path = tmp_path / "v000001.duckdb"
    path.write_bytes(store.version().path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table figures_to_come as select * from cases")
    for scope in (EAST, CITY):
        assert Version(path, scope).value("select count(*) from figures_to_come") == 0
    assert Version(path, EVERYTHING).value("select count(*) from figures_to_come") == 720


def test_scopes_do_not_share_remembered_answers(store: Store) -> None:
    keys = {store.version(scope=scope).key for scope in (EVERYTHING, EAST, WEST_STREET, CITY, NOBODY)}
    assert len(keys) == 5


@pytest.fixture
def told(tmp_path, store: Store):
    """A store whose first case of the east tells of a citizen, and a steward's phone."""
    path = tmp_path / "v000001.duckdb"
    path.write_bytes(store.version().path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("""update cases set reporter_id = '13800001111', description = 'Li of no. 5', photo = 'p.jpg'
                              where case_id = 'C1101010010'""")
        connection.execute("insert into people (person_id, name, duty_phone) values ('S1', 'steward', '13911112222')")
        connection.execute("""insert into assignments (person_id, role, alley_id, valid_from)
                              values ('S1', 'steward', 'A1101010010', '2018-01-01')""")
        connection.execute("update people set duty_phone = '010-6512' where person_id = 'P1101010010'")
    return lambda scope: Version(path, scope)


@pytest.mark.parametrize("scope", [EAST, CITY, OFFICE])
def test_personal_data_is_masked_for_everybody_who_signs_in(told, scope: Scope) -> None:
    text = all_text(told(scope))
    for secret in ("13800001111", "Li of no. 5", "p.jpg", "13911112222"):
        assert secret not in text
    assert "010-6512" in text  # a chief's duty phone hangs on the board


def test_a_reporter_is_still_told_from_another(told) -> None:
    masked = told(EAST).value("select reporter_id from cases where case_id = 'C1101010010'")
    assert masked.startswith("*") and len(masked) == 9


def test_a_chief_is_named_as_on_the_board(tmp_path, store: Store) -> None:
    path = tmp_path / "v000001.duckdb"
    path.write_bytes(store.version().path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute("update cases set reporter_id = 'P1101010010' where case_id = 'C1101010010'")
    reporter = "select reporter_id from cases where case_id = 'C1101010010'"
    assert Version(path, EAST).value(reporter) == "P1101010010"


def test_personal_data_is_given_to_those_who_may(told) -> None:
    found = personal_of(told(OFFICE), "C1101010010")
    assert found == {"reporter_id": "13800001111", "description": "Li of no. 5", "photo": "p.jpg"}
    for scope in (EAST, CITY, NOBODY):
        with pytest.raises(NotAllowed):
            personal_of(told(scope), "C1101010010")
    with pytest.raises(NotAllowed):
        personal_of(told(Scope("district", (("district", "110102"),), sees_personal=True)), "C1101010010")
