"""Hot spots that are tested: Gi*, false discovery control, trends and emerging classes, for the places of a version."""
