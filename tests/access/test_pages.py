"""Every page, run as readers of two districts one after the other in one process: nothing of the other reaches them."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.access.audit import Trail
from analytics.contract.periods import Period
from analytics.editions import draft, object_to, publish
from pages.widgets import gate
from tests.access.guarding import ACCESS, words_sent
from tests.access.tally import TRIED
from tests.editions.city import make_store

ROOT = Path(__file__).resolve().parents[2]
# What tells of the other district: its names, its units' codes, its alleys and cases.
OF_THE_OTHER = {
    "110101": re.compile("西城|Xicheng|西街道|Street 2-|110102"),
    "110102": re.compile("东城|Dongcheng|和平里|东街道|Street 1-|110101"),
}


def pages() -> list[str]:
    lines = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8")).body
    listed = next(line.value for line in lines if isinstance(line, ast.Assign) and line.targets[0].id == "PAGES")
    return [name for section in ast.literal_eval(listed).values() for name in section]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small city's store, with sign-in on."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "access.toml").write_text(ACCESS, encoding="utf-8")
    store = make_store(folder)
    for kind, period in (("monthly", "2018-08"), ("quarterly", "2018Q3")):
        publish(store, kind, Period.parse(period), by="office")
    contested = draft(store, "monthly", Period.parse("2018-09"), by="office")
    for unit in ("110101", "110102"):
        object_to(store, contested.id, unit=unit, reason=f"{unit} did better", by=f"clerk of {unit}")
    store = store.path
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LASTMILE_ACCESS", str(folder / "access.toml"))
        patch.setenv("LASTMILE_STORE", str(store))
        yield store


@pytest.fixture
def read(guarded: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens a page as somebody of a group."""

    def run(name: str, group: str | None, **parameters: str) -> AppTest:
        now = time.time()
        told = {"email": f"someone@{group}", "groups": [group], "iat": now} if group else None
        monkeypatch.setattr(gate, "claims", lambda: told)
        test = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
        test.switch_page(f"pages/{name}.py")
        for key, value in parameters.items():
            test.query_params[key] = value
        TRIED["pages"] += 1
        return test.run()

    return run


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", pages())
def test_nothing_of_another_district_is_words_sent(read, name: str, language: str) -> None:
    # The same page by one, by the other, and by the first again: remembered answers must not cross over.
    for group in ("110101", "110102", "110101"):
        test = read(name, group, lang=language)
        assert not test.exception
        told = words_sent(test)
        assert OF_THE_OTHER[group].findall(told) == []
        if name not in ("importing", "mapping", "methods"):  # these tell of no unit
            assert "110101" in told if group == "110101" else "110102" in told


@pytest.mark.parametrize("name", [name for name in pages() if name not in ("importing", "mapping")])
def test_asking_for_another_district_by_address_gives_nothing_of_it(read, name: str) -> None:
    test = read(name, "110101", area="110102", unit="110102001", case="C1101020010", within="110102",
                alley="A1101020010", place="110102001000000", person="P1101020010")
    assert not test.exception
    told = words_sent(test)
    for word in ("西城", "Xicheng", "西街道", "Street 2-"):
        assert word not in told
    # The codes that were asked for may be said back; no other code of that district may.
    assert set(re.findall("110102[0-9]*", told)) <= {"110102", "110102001", "1101020010", "110102001000000"}


@pytest.mark.parametrize("part", ["result", "objections", "today", "proof"])
@pytest.mark.parametrize("edition", ["e000001", "e000002", "e000003"])
def test_an_edition_tells_a_district_of_its_own_row_alone(read, edition: str, part: str) -> None:
    for group in ("110101", "110102"):
        test = read("editions", group, edition=edition, part=part)
        assert not test.exception
        assert OF_THE_OTHER[group].findall(words_sent(test)) == []


@pytest.mark.parametrize("name", pages())
def test_without_signing_in_nothing_is_words_sent(read, name: str) -> None:
    told = words_sent(read(name, None))
    assert "东城" not in told and "110101" not in told


@pytest.mark.parametrize("name", pages())
def test_an_unknown_group_sees_nothing(read, name: str) -> None:
    told = words_sent(read(name, "visitors"))
    assert "东城" not in told and "110101" not in told


def test_a_district_cannot_import_and_the_try_is_written_down(read, guarded: Path) -> None:
    test = read("importing", "110101")
    assert not test.file_uploader and not test.button_group
    last = Trail(guarded).entries()[-1]
    assert (last["person"], last["act"], last["details"]) == ("someone@110101", "refused", {"wanted": "import"})


def test_a_look_at_personal_data_is_written_down(read, guarded: Path) -> None:
    test = read("cases", "office", case="C1101010010", period="2018-02")
    before = len(Trail(guarded).entries())
    test.button(key="personal_C1101010010").click().run()
    last = Trail(guarded).entries()[-1]
    assert len(Trail(guarded).entries()) == before + 1
    assert (last["person"], last["act"], last["details"]) == ("someone@office", "personal", {"case": "C1101010010"})


def test_personal_data_is_not_offered_to_a_district(read) -> None:
    test = read("cases", "110101", case="C1101010010", period="2018-02")
    assert not [each for each in test.button if str(each.key).startswith("personal_")]
