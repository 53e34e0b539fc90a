"""Square lattices for tests: queen weights with self, built from row and column numbers instead of geometry."""

import numpy as np
from scipy import sparse


def queen_lattice(rows: int, columns: int) -> sparse.csr_array:
    """0/1 weights (cells, cells) of a rows x columns lattice, the cell itself included."""
    number = np.arange(rows * columns).reshape(rows, columns)
    padded = np.pad(number, 1, constant_values=-1)
    steps = [(up, right) for up in (-1, 0, 1) for right in (-1, 0, 1)]
    around = [padded[1 + up : 1 + up + rows, 1 + right : 1 + right + columns].ravel() for up, right in steps]
    cell, neighbour = np.tile(number.ravel(), len(steps)), np.concatenate(around)
    inside = neighbour >= 0
    shape = (number.size, number.size)
    return sparse.csr_array((np.ones(inside.sum()), (cell[inside], neighbour[inside])), shape=shape)
