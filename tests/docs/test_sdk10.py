"""The page on clients says what the runs of bittensor 10.5.0 showed."""

from tests.docs.sdk10 import BEGIN, END, PAGE, renewed


def test_the_tables_of_the_page_are_up_to_date():
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert text == renewed(), "run `python -m tests.docs.sdk10`"
