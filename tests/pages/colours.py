"""How far colours are apart: contrast (WCAG 2), and CIEDE2000 as readers with each colour blindness see them.

Simulation: Machado, Oliveira & Fernandes 2009, severity 1, on linear RGB. Difference: Sharma, Wu & Dalal 2005.
"""

from __future__ import annotations

from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import numpy

SIGHTS = {
    "usual": numpy.eye(3),
    "protan": numpy.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                           [-0.003882, -0.048116, 1.051998]]),
    "deutan": numpy.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                           [-0.011820, 0.042940, 0.968881]]),
    "tritan": numpy.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                           [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
_XYZ = numpy.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = numpy.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> numpy.ndarray:
    """Linear RGB (0–1) of #rrggbb."""
    shares = numpy.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return numpy.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    dark, light = sorted(float(linear(each) @ _XYZ[1]) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIELAB (D65) of a colour as seen by that reader."""
    seen = numpy.clip(SIGHTS[sight] @ linear(colour), 0, 1)
    share = _XYZ @ seen / _WHITE
    x, y, z = numpy.where(share > (6 / 29) ** 3, numpy.cbrt(share), share / (3 * (6 / 29) ** 2) + 4 / 29)
    return float(116 * y - 16), float(500 * (x - y)), float(200 * (y - z))


def closest(colours: list[str]) -> tuple[float, str, str, str]:
    """The pair that is hardest to tell apart, over all sights: difference, sight, colour, colour."""
    pairs = [(one, other, sight) for one, other in combinations(dict.fromkeys(colours), 2) for sight in SIGHTS]
    return min((ciede2000(lab(one, sight), lab(other, sight)), sight, one, other) for one, other, sight in pairs)


def ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """The CIEDE2000 difference of two CIELAB colours."""
    (light1, a1, b1), (light2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + 25**7))
    (chroma1, hue1), (chroma2, hue2) = _polar(a1 * stretch, b1), _polar(a2 * stretch, b2)
    turn = 0.0 if chroma1 * chroma2 == 0 else (hue2 - hue1 + 180) % 360 - 180
    chroma, light = (chroma1 + chroma2) / 2, (light1 + light2) / 2
    hue = hue1 + hue2 if chroma1 * chroma2 == 0 else hue1 + turn / 2
    tint = (1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue)) + 0.32 * cos(radians(3 * hue + 6))
            - 0.20 * cos(radians(4 * hue - 63)))  # fmt: skip
    by_light = (light2 - light1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (chroma2 - chroma1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(chroma1 * chroma2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * tint)
    bend = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue % 360) - 275) / 25) ** 2)))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + bend * by_chroma * by_hue)


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360
