"""Recorded contact cases: reading them, building their phone and records, and judging what must hold at the end."""
