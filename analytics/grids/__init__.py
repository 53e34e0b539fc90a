"""Grid cells: what their level asks for and whether it is kept, whose they are, who works there, and the census."""

from analytics.grids.cells import cells, groups, no_owner, people_of
from analytics.grids.census import census_runs, parts_of
from analytics.grids.standards import Standard, standards

__all__ = ["Standard", "cells", "census_runs", "groups", "no_owner", "parts_of", "people_of", "standards"]
