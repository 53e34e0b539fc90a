"""Where and when inspectors should be: what there is to be found, and the shifts that find most of it."""

from analytics.staffing.back_testing import back_test
from analytics.staffing.force import inspectors_in_force
from analytics.staffing.planning import Plan, plan
from analytics.staffing.refusing import NoPlan
from analytics.staffing.settings import Demands

__all__ = ["Demands", "NoPlan", "Plan", "back_test", "inspectors_in_force", "plan"]
