"""Without a store a page says in both languages how to make one."""

import pytest


@pytest.mark.parametrize("name", ["overview", "map"])
def test_explains_how_to_make_a_store(page, tmp_path, written, name: str) -> None:
    test = page(name, tmp_path / "nothing")
    assert not test.exception
    told = written(test)
    assert "还没有数据" in told and "No data yet" in told
    assert "analytics import" in told
