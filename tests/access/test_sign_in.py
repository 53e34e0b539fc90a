"""From the claims of an identity provider to what a reader may see."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.access.scopes import EVERYTHING
from analytics.access.sign_in import BadAccess, configured, read

CONFIGURED = r"""
user_claim = "email"
role_claim = "groups"
hours = 8

[[grant]]
value = "lastmile-city"
role = "city"

[[grant]]
value = "lastmile-office"
role = "city"
personal = true

[[grant]]
value = 'lastmile-(\d{6})'
role = "district"
areas = ['\1']

[[grant]]
value = 'lastmile-(\d{9})'
role = "street"
areas = ['\1']
"""
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "access.toml"
    path.write_text(CONFIGURED, encoding="utf-8")
    return path


@pytest.mark.parametrize(("groups", "role", "areas"), [
    (["lastmile-110101"], "district", (("district", "110101"),)),
    (["lastmile-110102", "other", "lastmile-110101"], "district", (("district", "110101"), ("district", "110102"))),
    (["lastmile-110101001"], "street", (("subdistrict", "110101001"),)),
    (["lastmile-110102001", "lastmile-110101"], "district", (("district", "110101"), ("subdistrict", "110102001"))),
    (["lastmile-110101", "lastmile-city"], "city", ()),
    ("lastmile-110101", "district", (("district", "110101"),)),
])
def test_claims_give_a_scope(file: Path, groups: object, role: str, areas: tuple) -> None:
    scope = read(file).scope({"groups": groups})
    assert scope is not None
    assert (scope.role, scope.areas, scope.is_limited, scope.sees_personal) == (role, areas, True, False)


@pytest.mark.parametrize("claims", [
    {}, {"groups": None}, {"groups": []}, {"groups": ["visitors"]}, {"groups": ["xlastmile-110101"]},
    {"groups": ["lastmile-110101 "]}, {"groups": 110101}, {"groups": [{"name": "lastmile-city"}]},
    {"groups": {"lastmile-city": True}}, {"roles": ["lastmile-city"]},
])
def test_what_no_rule_names_is_denied(file: Path, claims: dict) -> None:
    assert read(file).scope(claims) is None


def test_personal_data_is_a_right_of_its_own(file: Path) -> None:
    how = read(file)
    assert not how.scope({"groups": ["lastmile-city"]}).may("personal")
    assert how.scope({"groups": ["lastmile-office"]}).may("personal")
    assert not how.scope({"groups": ["lastmile-110101"]}).may("personal")


def test_roles_may_what_the_data_says(file: Path) -> None:
    how = read(file)
    city, district, street = (
        how.scope({"groups": [f"lastmile-{name}"]}) for name in ("city", "110101", "110101001"))
    assert [scope.may("import") for scope in (city, district, street)] == [True, False, False]
    assert [scope.may("object") for scope in (city, district, street)] == [True, True, False]
    assert not city.may("something new")
    assert EVERYTHING.may("import") and EVERYTHING.may("personal")


def test_an_identity_expires(file: Path) -> None:
    how = read(file)
    at = NOON.timestamp()
    assert not how.expired({"iat": at - 8 * 3600}, NOON)
    assert how.expired({"iat": at - 8 * 3600 - 1}, NOON)
    assert how.expired({}, NOON)
    assert how.expired({"iat": "yesterday"}, NOON)


def test_a_person_is_named_by_the_claim_or_the_subject(file: Path) -> None:
    how = read(file)
    assert how.person({"email": "li@city", "sub": "17"}) == "li@city"
    assert how.person({"sub": "17"}) == "17"


@pytest.mark.parametrize("wrong", [
    "", "role_claim = 'groups'", "role_claim = 'groups'\n[[grant]]\nvalue = '('\nrole = 'city'",
    "role_claim = 'groups'\n[[grant]]\nvalue = 'a'\nrole = 'mayor'",
    "role_claim = 'groups'\n[[grant]]\nvalue = 'a'\nrole = 'district'", "no toml at all",
])
def test_a_wrong_file_lets_nobody_in(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(BadAccess):
        read(path)


def test_without_the_variable_nobody_signs_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LASTMILE_ACCESS", raising=False)
    assert configured() is None
    monkeypatch.setenv("LASTMILE_ACCESS", str(tmp_path / "absent.toml"))
    with pytest.raises(BadAccess):
        configured()
