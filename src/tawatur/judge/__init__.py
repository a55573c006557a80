"""Incident → Verdict: what people decide."""
