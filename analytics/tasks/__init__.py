"""Tasks: what meetings asked for, who, by when, and whether it was done, as known at a moment."""

from analytics.tasks.counting import COUNTS, UnknownGroup, task_counts
from analytics.tasks.listing import STATES, WHICH, todo

__all__ = ["COUNTS", "STATES", "WHICH", "UnknownGroup", "task_counts", "todo"]
