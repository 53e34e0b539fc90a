"""The dashboard as one real process with sign-in on, and a real OpenID Connect provider on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.conftest import free_port, serve, wait_for

_SECRETS = """[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "last-mile"
client_secret = "known to the provider"
server_metadata_url = "{provider}/.well-known/openid-configuration"
client_kwargs = {{ scope = "openid email" }}
"""


@dataclass
class Guarded:
    """Addresses of the dashboard and of the provider it trusts, and the store that is served."""

    address: str
    provider: str
    store: Path


@contextmanager
def guarded_server(folder: Path, store: Path, access: str, people: Mapping[str, Sequence[str]]) -> Iterator[Guarded]:
    """The dashboard with the access file's words in force, and a provider that knows each person and their groups."""
    provider_port, port = free_port(), free_port()
    provider = f"http://127.0.0.1:{provider_port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "--port", str(provider_port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"{provider}/.well-known/openid-configuration", process)
        for person, groups in people.items():
            body = json.dumps({"email": person, "groups": list(groups)}).encode()
            urllib.request.urlopen(urllib.request.Request(
                f"{provider}/users/{person}", body, {"Content-Type": "application/json"}, method="PUT"), timeout=10)
        (folder / "access.toml").write_text(access, encoding="utf-8")
        secrets = folder / "secrets.toml"
        secrets.write_text(_SECRETS.format(port=port, secret=os.urandom(16).hex(), provider=provider), encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LASTMILE_ACCESS", str(folder / "access.toml"))
            for address in serve(store, port, "--secrets.files", str(secrets)):
                yield Guarded(address, provider, store)
    finally:
        process.terminate()
        process.wait(timeout=20)
