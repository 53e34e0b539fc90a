"""Sign-in for the tests' cities: who is granted what, and all that a page has sent to whoever read it."""

from __future__ import annotations

from collections.abc import Iterator

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

ACCESS = r"""
user_claim = "email"
role_claim = "groups"
[[grant]]
value = "office"
role = "city"
personal = true
[[grant]]
value = '(\d{6})'
role = "district"
areas = ['\1']
[[grant]]
value = '(\d{9})'
role = "street"
areas = ['\1']
"""


def sent(test: AppTest) -> bytes:
    """All that the page sent to the reader, tables and charts included."""

    def protos(block: Block) -> Iterator[bytes]:
        for child in block.children.values():
            if isinstance(child, Block):
                if child.proto is not None:
                    yield child.proto.SerializeToString()
                yield from protos(child)
            else:
                yield child.proto.SerializeToString()

    return b"\n".join(part for root in test._tree.children.values() for part in protos(root))


def words_sent(test: AppTest) -> str:
    """The same as text."""
    return sent(test).decode("utf-8", "replace")
