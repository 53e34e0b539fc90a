"""A real Spark cluster on this machine: master, worker and Connect server from the PyPI package, a process each."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_PATIENCE_SECONDS = 120
_CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"
# Short-lived: half of the processor's time would go into compiling what soon ends.
_QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.executor.memory": "700m",
    "spark.executor.extraJavaOptions": _QUICK_JAVA,
}


def missing() -> str | None:
    """What this machine lacks for a cluster; None when nothing."""
    lacking = [name for name in ("pyspark", "grpc") if importlib.util.find_spec(name) is None]
    if shutil.which("java") is None:
        lacking.append("java")
    return f"not installed: {', '.join(lacking)} (requirements-spark.txt, Java 17)" if lacking else None


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Yields the address sc://127.0.0.1:port of a cluster that works in `folder`; it is gone afterwards."""
    folder.mkdir()
    master, pages, worker_pages, server = (_free_port() for _ in range(4))
    settings = [word for name, value in _SETTINGS.items() for word in ("--conf", f"{name}={value}")]
    with contextlib.ExitStack() as running:
        running.enter_context(_started(folder, "master", master, [
            "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(master),
            "--webui-port", str(pages),
        ]))
        running.enter_context(_started(folder, "worker", worker_pages, [
            "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "2", "--memory", "1g",
            "--webui-port", str(worker_pages), "--work-dir", str(folder / "work"), f"spark://127.0.0.1:{master}",
        ]))
        running.enter_context(_started(folder, "server", server, [
            "org.apache.spark.deploy.SparkSubmit", "--class", _CONNECT, "--master", f"spark://127.0.0.1:{master}",
            *settings, "--conf", f"spark.connect.grpc.binding.port={server}", "spark-internal",
        ], memory="1g"))
        yield f"sc://127.0.0.1:{server}"


@contextlib.contextmanager
def _started(folder: Path, name: str, port: int, words: list[str], memory: str = "256m") -> Iterator[None]:
    """One process of the cluster, from when its port answers; ended with its children, by its own number."""
    home = Path(importlib.util.find_spec("pyspark").submodule_search_locations[0])
    environment = {
        **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": memory,
        "SPARK_DAEMON_JAVA_OPTS": _QUICK_JAVA,
        "SPARK_LOCAL_DIRS": str(folder / "local"),
        "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            [str(home / "bin" / "spark-class"), *words], cwd=folder, env=environment, stdout=log,
            stderr=subprocess.STDOUT, start_new_session=True,
        )
    try:
        _wait(process, port, folder / f"{name}.log")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.3)
    raise AssertionError(f"{log.name} says:\n{log.read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
