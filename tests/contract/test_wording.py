import pytest

from analytics.contract.periods import Period
from analytics.contract.wording import period_in_words


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("2018-10", "2018年10月", "Oct 2018"),
        ("2018Q4", "2018年第四季度", "Q4 2018"),
        ("2018", "2018年", "2018"),
        ("2018-09-07", "2018年9月7日", "7 Sep 2018"),
        ("2018-W38", "2018年第38周", "week 38 of 2018"),
    ],
)
def test_periods_as_notices_write_them(written, zh, en):
    assert period_in_words(Period.parse(written), "zh") == zh
    assert period_in_words(Period.parse(written), "en") == en
