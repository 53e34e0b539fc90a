"""Honours: the yearly shortlist of outstanding chiefs and stewards, by criteria declared in data/honours."""

from analytics.honours.criteria import Honour, UnknownRole, honour, honoured_roles
from analytics.honours.shortlist import Shortlist, shortlist

__all__ = ["Honour", "Shortlist", "UnknownRole", "honour", "honoured_roles", "shortlist"]
