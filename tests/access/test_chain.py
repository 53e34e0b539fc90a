"""What was written into a chain stays as it was, or is seen to have been changed."""

import multiprocessing
from pathlib import Path

import pytest

from analytics.access.chain import BrokenChain, Chain


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    return Chain(tmp_path / "audit" / "trail.jsonl")


def write(path: Path, person: str, times: int) -> None:
    for number in range(times):
        Chain(path).append({"person": person, "number": number})


def test_lines_are_numbered_and_chained(chain: Chain) -> None:
    first = chain.append({"text": "东城区"})
    second = chain.append({"text": "b"})
    assert (first["n"], first["before"]) == (1, None)
    assert (second["n"], second["before"]) == (2, first["hash"])
    assert chain.entries() == [first, second]


def test_a_chain_without_lines_is_empty(chain: Chain) -> None:
    assert chain.entries() == []


def test_every_changed_byte_is_seen(chain: Chain) -> None:
    for text in ("one", "two", "three"):
        chain.append({"text": text})
    content = chain.path.read_bytes()
    for at in range(len(content) - 1):  # the last line end is looked at below
        changed = bytearray(content)
        changed[at] ^= 1
        chain.path.write_bytes(bytes(changed))
        with pytest.raises(BrokenChain):
            chain.entries()


@pytest.mark.parametrize("gone", [0, 1])
def test_a_line_taken_out_is_seen(chain: Chain, gone: int) -> None:
    for text in ("one", "two", "three"):
        chain.append({"text": text})
    lines = chain.path.read_bytes().splitlines(keepends=True)
    del lines[gone]
    chain.path.write_bytes(b"".join(lines))
    with pytest.raises(BrokenChain) as broken:
        chain.entries()
    assert broken.value.line == gone + 1


def test_a_write_cut_off_at_any_byte_is_forgotten_and_the_rest_kept(chain: Chain) -> None:
    kept = [chain.append({"text": text}) for text in ("one", "two")]
    whole = len(chain.path.read_bytes())
    chain.append({"text": "three"})
    content = chain.path.read_bytes()
    for end in range(whole, len(content)):
        chain.path.write_bytes(content[:end])
        assert chain.entries() == kept
        again = chain.append({"text": "four"})
        assert chain.entries() == [*kept, again]


def test_long_lines_are_chained_too(chain: Chain) -> None:
    for size in (10, 5_000, 100_000, 3):
        chain.append({"text": "x" * size})
    assert [len(entry["text"]) for entry in chain.entries()] == [10, 5_000, 100_000, 3]


def test_two_processes_write_one_chain(chain: Chain) -> None:
    workers = [multiprocessing.get_context("spawn").Process(target=write, args=(chain.path, name, 20)) for name in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(chain.entries()) == 40


def test_a_changed_last_line_is_not_built_upon(chain: Chain) -> None:
    chain.append({"text": "one"})
    chain.path.write_bytes(chain.path.read_bytes().replace(b"one", b"two"))
    with pytest.raises(BrokenChain):
        chain.append({"text": "three"})
