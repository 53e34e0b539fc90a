"""The example of deploy/nginx.conf in front of the real server: pages, WebSocket, maps, files both ways, headers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import free_port, wait_for

ROOT = Path(__file__).resolve().parents[2]
HEADERS = ("content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options",
           "referrer-policy", "permissions-policy")
_AROUND = """pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    include {folder}/site.conf;
}}
"""


@pytest.fixture(scope="module")
def proxy(city_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of nginx with the example's configuration, before the dashboard."""
    if not shutil.which("nginx") or not shutil.which("openssl"):
        pytest.skip("needs nginx and openssl")
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out",
                    "cert.pem", "-days", "2", "-subj", "/CN=127.0.0.1"], cwd=folder, check=True, capture_output=True)
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for example, here in (("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
                          ("/etc/ssl/certs/lastmile.pem", f"{folder}/cert.pem"),
                          ("/etc/ssl/private/lastmile.key", f"{folder}/key.pem"),
                          ("http://127.0.0.1:8501", city_server)):
        assert example in site
        site = site.replace(example, here)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder), encoding="utf-8")
    process = subprocess.Popen(["nginx", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"])
    try:
        wait_for(f"{city_server}/_stcore/health", process)
        yield f"https://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_the_dashboard_works_behind_the_example_proxy(browser, proxy: str, tmp_path: Path) -> None:
    page = browser.new_context(ignore_https_errors=True, viewport={"width": 1440, "height": 900}).new_page()
    sockets, errors, refused = [], [], []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("response", lambda answer: refused.append(answer.url) if answer.status in (403, 413, 502, 503) else None)
    for path in ("?lang=zh", "map?tier=district"):
        page.goto(f"{proxy}/{path}")
        page.wait_for_selector(".st-key-head h1", timeout=60_000)
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    page.frame_locator('iframe[title*="st_folium"]').locator("path.leaflet-interactive").first.wait_for(timeout=60_000)
    with page.expect_download(timeout=60_000) as waited:
        page.get_by_test_id("stDownloadButton").first.locator("button").first.click()
    assert waited.value.path().stat().st_size > 100
    # More than nginx lets through by itself (1 MB), and than it keeps in memory.
    large = tmp_path / "cases_large.csv"
    large.write_text("case_id,source,area_code,reported_at\n" + "x,hotline,110101,2018-09-01 08:00\n" * 200_000)
    page.goto(f"{proxy}/importing")
    page.locator("input[type=file]").first.set_input_files(large)
    page.get_by_text("cases_large.csv").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1000)
    headers = page.request.get(proxy).headers
    assert all(name in headers for name in HEADERS)
    assert page.request.get(f"{proxy}/_stcore/health").text() == "ok"
    assert page.request.get(f"{proxy}/_stcore/metrics").status == 403
    assert sockets and all(each.startswith("wss://") for each in sockets)
    assert refused == []
    assert [each for each in errors if "Content Security Policy" in each] == []
