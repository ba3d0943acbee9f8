"""Benchmarks: the served site under load and under kill -9. Run by hand; README.md says how."""
