from datetime import date

from analytics.scoring.ten_nones import ten_nones


def test_the_wording_of_the_day():
    assert [none.item for none in ten_nones(date(2018, 9, 1))] == list(range(1, 11))
    assert ten_nones(date(2018, 9, 1))[8].standard["zh"] == "无违规经营"
    assert ten_nones(date(2022, 12, 31))[8].standard["zh"] == "无违规经营"
    assert ten_nones(date(2023, 1, 1))[8].standard["zh"] == "无违规设置城市家具"


def test_before_the_first_wording_the_first_stands():
    assert ten_nones(date(2016, 5, 1)) == ten_nones(date(2018, 5, 1))
