"""Apache Spark through Spark Connect: the statements of the facts over a version's Parquet.

`pyspark` is an extra (requirements-spark.txt), imported only once LASTMILE_ENGINE names a server.
"""

from __future__ import annotations

import socket
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from analytics.engines import NoEngine
from analytics.engines.spelling import FUNCTIONS, SETTINGS, spelled
from analytics.store.versions import Parameters, used

_PORT = 15002
_PATIENCE_SECONDS = 5  # Spark's own client tries for ten minutes


@lru_cache(maxsize=4)
def spark_on(address: str, folder: Path, written: int) -> Spark:
    """The engine over the Parquet in that folder as it was `written` then; its session is kept. Raises NoEngine."""
    return Spark(address, folder)


class Spark:
    """A session of a Spark Connect server in which every table of the folder is a view of the same name."""

    def __init__(self, address: str, folder: Path) -> None:
        self._session = session_on(address)
        for function in FUNCTIONS:
            self._session.sql(function)
        for table in sorted(folder.iterdir()):
            self._session.read.parquet(str(table.resolve())).createOrReplaceTempView(table.name)

    def frame(self, sql: str, parameters: Parameters = None) -> Any:
        """The result as a pandas DataFrame."""
        # By way of Arrow: Spark's own way to pandas does not know its third version yet.
        return self._arrow(sql, parameters).to_pandas()

    def rows(self, sql: str, parameters: Parameters = None) -> list[dict[str, Any]]:
        """The result as one dict a row."""
        return self._arrow(sql, parameters).to_pylist()

    def close(self) -> None:
        """Ends the session; the server goes on."""
        self._session.stop()

    def _arrow(self, sql: str, parameters: Parameters) -> Any:
        return self._session.sql(spelled(sql), args=used(sql, parameters)).toArrow()


def session_on(address: str) -> Any:
    """A new session of that server, with the settings of ours. Raises NoEngine."""
    place = urlsplit(address)
    if place.scheme != "sc" or not place.hostname:
        raise NoEngine(f"LASTMILE_ENGINE must read sc://host:port, not {address}")
    try:
        socket.create_connection((place.hostname, place.port or _PORT), _PATIENCE_SECONDS).close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # says that pandas 3 is new to it
            from pyspark.sql.connect.session import SparkSession
    except OSError as error:
        raise NoEngine(f"the engine {address} does not answer: {error}") from error
    except ImportError as error:
        raise NoEngine(f"Spark's client is missing; pip install -r requirements-spark.txt ({error})") from error
    session = SparkSession.builder.remote(address).create()
    for name, value in SETTINGS.items():
        session.conf.set(name, value)
    return session
