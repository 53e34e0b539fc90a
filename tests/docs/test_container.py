"""The container file asks for what the product asks for, and runs it as it should be run."""

import json
import re
import tomllib

from tests.docs.reading import ROOT

FILE = (ROOT / "Containerfile").read_text(encoding="utf-8")
STEPS = re.sub(r"^#.*\n", "", FILE, flags=re.MULTILINE).replace("\\\n", " ")


def test_system_packages_are_those_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    wanted = re.search(r"^PDF_LIBRARIES := (.+)$", makefile, re.MULTILINE)[1].split()
    installed = re.search(r"apt-get install ([^&]+)&&", STEPS)[1].split()
    assert sorted(word for word in installed if not word.startswith("-")) == sorted(wanted)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in wanted if name not in readme] == []


def test_python_is_the_one_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    version = re.search(r"^FROM python:([\d.]+)-slim$", STEPS, re.MULTILINE)[1]
    assert project["requires-python"] == f">={version}"
    assert f"PYTHON ?= python{version}" in makefile


def test_what_ships_is_installed_and_nothing_else() -> None:
    assert re.findall(r"pip install [^&\n]*-r (\S+)", STEPS) == ["requirements.txt"]


def test_everything_that_is_copied_exists_and_the_product_is_complete() -> None:
    copied = {word for line in re.findall(r"^COPY (.+) \S+$", STEPS, re.MULTILINE) for word in line.split()}
    assert [word for word in copied if not (ROOT / word).exists()] == []
    assert {"dashboard.py", "pages", "analytics", "data", "static", ".streamlit", "requirements.txt"} <= copied


def test_it_does_not_run_as_root_and_keeps_its_store_outside() -> None:
    user = re.search(r"^USER (\S+)$", STEPS, re.MULTILINE)
    assert user and user[1] not in ("root", "0")
    store = re.search(r"LASTMILE_STORE=(\S+)", STEPS)[1]
    assert f"VOLUME {store}" in STEPS
    assert f":{store}" in (ROOT / "docs/operations.md").read_text(encoding="utf-8")


def test_it_listens_where_it_says() -> None:
    command = json.loads(re.search(r"^CMD (.+)$", STEPS, re.MULTILINE)[1])
    port = command[command.index("--server.port") + 1]
    assert f"EXPOSE {port}" in STEPS
    assert command[command.index("--server.address") + 1] == "0.0.0.0"
