"""The demo city: input files for an invented city on Beijing's districts, the same for the same seed."""

from analytics.demo.city import write_city

__all__ = ["write_city"]
