"""The journal: nothing accepted is lost, and no changed byte stays unseen."""

import threading

import pytest

from analytics.store.journal import Journal, JournalDamaged, reading
from analytics.store.versions import Store


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A journal of four entries: its text and the copy of its last line."""
    journal = Journal(Store(tmp_path_factory.mktemp("journal")))
    for word in ("一", "two", "三", "four"):
        with journal.writing() as writer:
            writer.append(word=word)
    return journal.path.read_bytes(), (journal.folder / "LAST").read_bytes()


def words(found):
    return [entry["word"] for entry in found.entries]


def test_entries_are_numbered_and_chained(written):
    found = reading(*written)
    assert words(found) == ["一", "two", "三", "four"]
    assert [entry["n"] for entry in found.entries] == [1, 2, 3, 4]
    assert [entry["before"] for entry in found.entries] == [None, *(entry["hash"] for entry in found.entries[:-1])]
    assert not found.damage


def test_cut_at_any_byte_it_is_healed_whole_or_the_loss_is_told(written):
    text, last = written
    begins = len(text) - len(last)
    for length in range(len(text)):
        found = reading(text[:length], last)
        if length >= begins:
            assert (words(found), found.damage) == (["一", "two", "三", "four"], ()), length
            assert found.healed == text
        else:
            assert found.damage, length


def test_an_append_that_stops_at_any_byte_loses_nothing_that_was_accepted(written):
    text, last = written
    begins = len(text) - len(last)
    copy_before = text[:begins].split(b"\n")[-2] + b"\n"
    for length in range(begins, len(text) + 1):
        found = reading(text[:length], copy_before)
        accepted = ["一", "two", "三"] + (["four"] if length == len(text) else [])
        assert (words(found), found.damage) == (accepted, ()), length


def test_any_changed_byte_is_seen(written):
    text, last = written
    for place in range(len(text)):
        for change in (1, 0x20, 0x80):
            changed = bytearray(text)
            changed[place] ^= change
            found = reading(bytes(changed), last)
            assert found.damage, (place, change)
    for place in range(len(last)):
        changed = bytearray(last)
        changed[place] ^= 1
        assert reading(text, bytes(changed)).damage, place


def test_any_removed_line_is_seen(written):
    text, last = written
    lines = text.splitlines(keepends=True)
    for gone in range(len(lines) - 1):
        assert reading(b"".join(lines[:gone] + lines[gone + 1 :]), last).damage
    assert reading(text, None).damage
    assert reading(None, last).damage


def test_a_torn_end_is_healed_when_the_next_entry_comes(tmp_path):
    journal = Journal(Store(tmp_path))
    with journal.writing() as writer:
        writer.append(word="one")
    with journal.path.open("ab") as file:
        file.write(b'{"about":"edit')
    with journal.writing() as writer:
        writer.append(word="two")
    assert words(journal.read()) == ["one", "two"]
    assert not journal.read().damage


def test_nothing_is_written_to_a_damaged_journal(tmp_path):
    journal = Journal(Store(tmp_path))
    with journal.writing() as writer:
        writer.append(word="one")
    journal.path.write_bytes(journal.path.read_bytes().replace(b"one", b"onE"))
    with pytest.raises(JournalDamaged), journal.writing():
        pass


def test_many_writers_at_once_make_one_chain(tmp_path):
    journal = Journal(Store(tmp_path))

    def write(name):
        for number in range(10):
            with journal.writing() as writer:
                writer.append(word=f"{name}{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = journal.read()
    assert not found.damage
    assert sorted(words(found)) == sorted(f"{name}{number}" for name in "abc" for number in range(10))
