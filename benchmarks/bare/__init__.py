"""Bare: the least that a Django site can do for a save, to measure a saved mark against."""
