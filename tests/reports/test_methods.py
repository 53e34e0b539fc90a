import pytest

from analytics.reports.methods import FILES, methods_document


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_methods_in_docs_are_those_of_today(language):
    """If this fails: `make methods`."""
    assert FILES[language].read_text(encoding="utf-8") == methods_document(language)
