"""Sixteen clerks of one real server, signed in at a real provider: no byte sent to one tells of another's district.

Every frame of the WebSocket and every file on offer is read. All pages by all sixteen: the walk at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
import pytest

from analytics.store.versions import Store
from tests.access.guarded_server import Guarded, guarded_server
from tests.access.guarding import ACCESS
from tests.access.sixteen import DISTRICTS
from tests.access.tally import TRIED
from tests.access.telling import Telling, opened
from tests.access.test_pages import pages
from tests.access.test_sixteen import TELL_NOTHING
from tests.access.wire import Reader, Refused

pytestmark = pytest.mark.xdist_group("sixteen")
OFFICE = "office"
FOUR = list(DISTRICTS)[::5]
OPEN_TO_ALL = ("/", "/_stcore/health", "/_stcore/host-config", "/_stcore/metrics", "/_stcore/script-health-check")


@dataclass
class Served:
    """The server, what tells of its districts, and who has signed in by now."""

    server: Guarded
    telling: Telling
    readers: dict[str, Reader] = field(default_factory=dict)

    def reader(self, group: str) -> Reader:
        """The browser of the clerk of that group."""
        if group not in self.readers:
            self.readers[group] = Reader(self.server).sign_in(_clerk(group))
        return self.readers[group]

    def look(self, group: str, page: str, files: bool = True, **parameters: str) -> bytes:
        """Has a clerk open a page and take its files; no byte may tell of another district."""
        reader = self.reader(group)
        content = reader.open(page, **parameters)
        self.check(reader, group)
        for name, inside in reader.files().items() if files else ():
            TRIED["files"] += 1
            assert self.telling.strangers(group, opened(name, inside)) == {}, (group, page, parameters, name)
        return content

    def check(self, reader: Reader, group: str) -> None:
        """Reads all that the page opened last was sent."""
        TRIED["pages"] += 1
        TRIED["frames"] += len(reader.frames)
        assert self.telling.strangers(group, b"\n".join(reader.frames)) == {}, (group, reader.page, reader.query)


@pytest.fixture(scope="module")
def served(sixteen_store: tuple[Store, Telling], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The dashboard on the city of sixteen, with sign-in on; nobody has signed in yet."""
    store, telling = sixteen_store
    people = {_clerk(group): [group] for group in [*DISTRICTS, OFFICE]}
    with guarded_server(tmp_path_factory.mktemp("served"), store.path, ACCESS, people) as server:
        city = Served(server, telling)
        yield city
        for reader in city.readers.values():
            reader.close()


def _clerk(group: str) -> str:
    return f"clerk@{group}"


def _told(served: Served, content: bytes) -> set[str]:
    return set(served.telling.told(content))


def test_what_tells_of_a_district_comes_over_the_wire(served: Served) -> None:
    # Who may see all is sent words and figures of all: what is looked for below does reach a browser, files included.
    reader = served.reader(OFFICE)
    assert _told(served, reader.open("map", period="2018-09", tier="district")) == set(DISTRICTS)
    files = reader.files()
    assert files
    for name, inside in files.items():
        assert _told(served, opened(name, inside)) == set(DISTRICTS), name


def test_a_browser_that_has_not_signed_in_is_sent_nothing(served: Served) -> None:
    served.reader(OFFICE).open("cases", period="2018-09")  # remembered by now
    stranger = Reader(served.server)
    stranger.connect()
    for name in pages():
        assert _told(served, stranger.open(name, period="2018-09", case="C9407010011")) == set()
        assert stranger.files() == {}
    for place in OPEN_TO_ALL:
        assert _told(served, stranger.http.get(place).content) == set()
    stranger.close()


def test_four_clerks_at_the_same_moment_are_sent_their_own(served: Served) -> None:
    for name in ("overview", "map", "cases", "hotspots", "loops"):
        _all_at_once(served, name, FOUR)


def test_who_signs_in_after_another_in_the_same_browser_sees_nothing_of_the_first(served: Served) -> None:
    browser = Reader(served.server)
    browser.connect()
    _one_after_the_other(served, browser, FOUR[:2], ("overview", "cases"))
    browser.close()


def test_a_link_of_another_s_view_gives_nothing_of_it(served: Served) -> None:
    mine, other = FOUR[:2]
    for name in ("map", "cases", "hotspots"):
        theirs = served.reader(other)
        theirs.open(name, period="2018-09", area=f"{other}001", case=f"C{other}0011", place=f"{other}001001000")
        reader = served.reader(mine)
        content = reader.open(name, query=theirs.query)
        TRIED["pages"] += 1
        # The address may be said back: codes that begin with the other's, but no word and no figure.
        assert set(served.telling.strangers(mine, content).get(other, ())) <= {other}


def test_a_session_of_another_is_not_given_to_who_knows_its_name(served: Served) -> None:
    mine, other = FOUR[:2]
    theirs = served.reader(other)
    theirs.open("cases", period="2018-09")
    # While it is open, and after it was closed and could be taken up again; with one's own cookie and with none.
    for closed in (False, True):
        if closed:
            theirs.socket.close()
        for thief in (served.reader(mine), Reader(served.server)):
            thief.connect(session=theirs.session)
            content = thief.open("cases", period="2018-09")
            assert thief.session != theirs.session
            assert served.telling.strangers(mine, content) == {}
    theirs.connect()


def test_a_file_s_address_is_a_secret_and_ends_with_the_page(served: Served) -> None:
    mine, other = FOUR[:2]
    theirs = served.reader(other)
    theirs.open("cases", period="2018-09")
    (ticket,) = theirs.deferred_files()[:1]
    place = theirs.deferred(ticket)
    # Whoever has the address has the file, as with any link that is a secret: 128 bits or more that nobody can guess.
    assert min(len(ticket), len(place.split("/")[-1].partition(".")[0])) >= 32
    assert httpx.get(served.server.address + place, trust_env=False).status_code == 200
    theirs.open("methods")
    theirs.open("overview")
    assert httpx.get(served.server.address + place, trust_env=False).status_code == 404
    with pytest.raises(Refused):
        served.reader(mine).deferred(ticket)


@pytest.mark.walk
@pytest.mark.parametrize("name", pages())
def test_all_sixteen_open_every_page_at_once(served: Served, name: str) -> None:
    # All at once, then one after the other in the opposite order with everything remembered, in the other language.
    _all_at_once(served, name, list(DISTRICTS))
    for district in reversed(DISTRICTS):
        served.look(district, name, lang="en", period="2018Q3")


@pytest.mark.walk
@pytest.mark.parametrize("name", [name for name in pages() if name not in TELL_NOTHING])
def test_every_clerk_asks_for_the_next_one_s_view(served: Served, name: str) -> None:
    for district, other in zip(DISTRICTS, [*list(DISTRICTS)[1:], "940701"], strict=True):
        theirs = served.reader(other)
        theirs.open(name, period="2018-09", area=f"{other}001")
        content = served.reader(district).open(name, query=theirs.query)
        TRIED["pages"] += 1
        assert set(served.telling.strangers(district, content).get(other, ())) <= {other}, district


@pytest.mark.walk
def test_all_sixteen_share_one_browser(served: Served) -> None:
    browser = Reader(served.server)
    browser.connect()
    _one_after_the_other(served, browser, list(DISTRICTS), [name for name in pages() if name not in TELL_NOTHING])
    browser.close()


def _all_at_once(served: Served, name: str, districts: list[str]) -> None:
    for district in districts:
        served.reader(district)
    with ThreadPoolExecutor(len(districts)) as pool:
        for district, content in zip(districts, pool.map(
                lambda district: served.look(district, name, period="2018-09"), districts), strict=True):
            if name not in TELL_NOTHING:
                assert district in _told(served, content), "the page does tell of the clerk's own"


def _one_after_the_other(served: Served, browser: Reader, districts: list[str], names: list[str]) -> None:
    for district in districts:
        browser.sign_in(_clerk(district))
        for name in names:
            browser.open(name, period="2018-09")
            served.check(browser, district)
            assert district in _told(served, b"\n".join(browser.frames))
        browser.sign_out()
        assert _told(served, browser.open(names[-1], period="2018-09")) == set()
