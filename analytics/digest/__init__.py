"""The daily digest: what changed since yesterday, what will be overdue tomorrow, where it newly clusters."""

from analytics.digest.digests import Digest, digest, morning
from analytics.digest.movements import Movement

__all__ = ["Digest", "Movement", "digest", "morning"]
