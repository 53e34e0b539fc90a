"""The demo city: input files for an invented city on Beijing's districts, the same for the same seed."""
