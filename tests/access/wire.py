"""A reader of the real server without a browser: signs in, speaks the dashboard's WebSocket, keeps every byte sent."""

from __future__ import annotations

import contextlib
import re
import uuid
from email.message import Message
from urllib.parse import unquote, urlencode

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.access.guarded_server import Guarded

PATIENCE = 180  # seconds
_MEDIA = re.compile(rb"/media/[0-9a-f]{16,}(?:\.[0-9A-Za-z]+)?")
_XSRF = "_streamlit_xsrf"
_EARLY = (ForwardMsg.FINISHED_EARLY_FOR_RERUN, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Refused(Exception):
    """The server does not make a file that was asked for."""


class Reader:
    """One browser: its cookies, one session of the dashboard, and what the page opened last was sent."""

    def __init__(self, server: Guarded) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.address, timeout=PATIENCE, trust_env=False)
        self.http.get("/_stcore/health")
        self.socket: ClientConnection | None = None
        self.session = self.query = ""
        self.frames: list[bytes] = []
        self.messages: list[ForwardMsg] = []
        self.page = ("", "")  # its name and hash
        self.pages: dict[str, str] = {}  # name → hash, as the bar tells them

    def sign_in(self, person: str) -> Reader:
        """Presses the page's button, is led to the provider, says who it is there and comes back with cookies."""
        self.connect()
        self.open("overview")
        self.press(primary=True)
        form = self.http.get(self._led_to(), follow_redirects=True)
        assert str(form.url).startswith(self.server.provider), form.url
        back = self.http.post(str(form.url), data={"sub": person}, follow_redirects=True)
        assert back.status_code == 200 and str(back.url).startswith(self.server.address), back.url
        self.connect()
        return self

    def sign_out(self) -> None:
        """Presses the frame's button and follows where it leads; the cookies that the server took back are gone."""
        self.press(key="sign_out")
        self.http.get(self._led_to(), follow_redirects=True)
        self.connect()

    def connect(self, session: str = "") -> None:
        """Opens the WebSocket as a browser does, with the cookies; `session`: one to be taken up again."""
        if self.socket:
            self.socket.close()
        token = self.http.cookies.get(_XSRF)
        cookies = "; ".join(f"{each.name}={each.value}" for each in self.http.cookies.jar)
        self.socket = connect(
            f"{self.server.address.replace('http', 'ws', 1)}/_stcore/stream", origin=self.server.address,
            subprotocols=["streamlit", token, *([session] if session else [])],
            additional_headers={"Cookie": cookies}, max_size=None, proxy=None, open_timeout=PATIENCE,
        )  # fmt: skip
        self.page = ("", "")

    def open(self, page: str, query: str = "", **parameters: str) -> bytes:
        """Opens a page in the session; gives all bytes that the server sent until it stood still."""
        self.page = (page, self.pages.get(page, ""))
        self.query = query or urlencode(parameters)
        return self._run()

    def press(self, key: str = "", primary: bool = False) -> bytes:
        """Presses the button with that key, or the page's main one."""
        for message in self.messages:
            button = message.delta.new_element.button
            if button.id and (button.id.endswith(f"-{key}") if key else primary and button.type == "primary"):
                return self._run(button.id)
        raise AssertionError(f"no button {key or 'of the first rank'} on the page {self.page[0]}")

    def files(self) -> dict[str, bytes]:
        """Name → bytes of every file that the page offers, made where it is only made when somebody asks."""
        places = {found.decode() for frame in self.frames for found in _MEDIA.findall(frame)}
        return dict([*map(self.fetch, sorted(places)), *map(self.made, self.deferred_files())])

    def fetch(self, place: str) -> tuple[str, bytes]:
        """The name and the bytes of a file of the server."""
        answer = self.http.get(place)
        assert answer.status_code == 200, (place, answer.status_code)
        told = Message()
        told["content-disposition"] = answer.headers.get("content-disposition", "inline")
        return unquote(told.get_filename() or place), answer.content

    def made(self, ticket: str) -> tuple[str, bytes]:
        """As `fetch`, of a file that is made now. The end of another reader's run may sweep it away: then once more."""
        for _ in range(9):
            place = self.deferred(ticket)
            if self.http.head(place).status_code == 200:
                with contextlib.suppress(AssertionError):
                    return self.fetch(place)
        return self.fetch(self.deferred(ticket))

    def deferred_files(self) -> list[str]:
        """The tickets for files that are made when somebody asks."""
        found = (message.delta.new_element.download_button.deferred_file_id for message in self.messages)
        return [each for each in found if each]

    def deferred(self, ticket: str) -> str:
        """Has such a file made; gives where it is."""
        asked = BackMsg()
        wanted = asked.backend_operation_request
        wanted.request_id, wanted.session_id, wanted.deferred_file.file_id = uuid.uuid4().hex, self.session, ticket
        self.socket.send(asked.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self.socket.recv(PATIENCE)).backend_operation_response
            if answer.request_id == wanted.request_id:
                if answer.error_msg:
                    raise Refused(answer.error_msg)
                return answer.deferred_file.url

    def close(self) -> None:
        """Closes the tab and the browser."""
        self.socket.close()
        self.http.close()

    def _run(self, pressed: str = "") -> bytes:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, (state.page_name, state.page_script_hash) = self.query, self.page
        state.context_info.url = f"{self.server.address}/{self.page[0]}?{self.query}"
        state.context_info.timezone, state.context_info.locale = "Asia/Shanghai", "zh-CN"
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        self.socket.send(asked.SerializeToString())
        self.frames, self.messages = [], []
        began = False
        while True:
            self._take(self.socket.recv(PATIENCE))
            last = self.messages[-1]
            kind = last.WhichOneof("type")
            began = began or kind == "new_session"
            if kind == "script_finished" and began and last.script_finished not in _EARLY:
                return b"\n".join(self.frames)

    def _take(self, frame: bytes) -> None:
        message = ForwardMsg.FromString(frame)
        self.frames.append(frame)
        self.messages.append(message)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "navigation":
            bar = message.navigation.app_pages
            self.pages = {each.url_pathname or "overview": each.page_script_hash for each in bar}
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        broken = message.delta.new_element.exception
        assert not broken.type and not broken.message, (self.page, self.query, broken.message)

    def _led_to(self) -> str:
        """Where the page that was run last sends its reader."""
        return next(each.auth_redirect.url for each in self.messages if each.HasField("auth_redirect"))
