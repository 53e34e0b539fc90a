"""A small picture of a rank and how sure it is: the interval as a bar, the rank as a dot, first to last on a line."""

from __future__ import annotations

import base64

from pages.widgets import look, screen

WIDTH, HEIGHT = 236, 28
_LEFT, _RIGHT = 36, 40  # room for the numbers at both ends
_LABEL = 12  # pixels


def picture(rank: int, low: int, high: int, last: int, shaded: bool) -> str:
    """The picture as an SVG data address. `last` is the number of ranked units; `shaded` tells bands apart."""

    def x(place: float) -> float:
        return _LEFT + (place - 1) / max(last - 1, 1) * (WIDTH - _LEFT - _RIGHT)

    middle = HEIGHT / 2
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{look.PANEL}"/>' if shaded else ""
    number = f'font-family="{look.FONT}" font-size="{_LABEL}" fill="{look.INK}" dominant-baseline="central"'
    parts = [
        ground,
        f'<line x1="{x(1)}" x2="{x(last)}" y1="{middle}" y2="{middle}" stroke="{look.RULE}"/>',
        f'<rect x="{x(low) - 5:.1f}" y="{middle - 5}" width="{x(high) - x(low) + 10:.1f}" height="10" rx="5" '
        f'fill="{look.ACCENT_SOFT}"/>',
        f'<circle cx="{x(rank):.1f}" cy="{middle}" r="5" fill="{look.ACCENT}"/>',
        f'<text x="{x(min(low, rank)) - 9:.1f}" y="{middle}" text-anchor="end" {number}>{low}</text>',
        f'<text x="{x(max(high, rank)) + 9:.1f}" y="{middle}" {number}>{high}</text>',
    ]
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(screen.worn(svg).encode()).decode()
