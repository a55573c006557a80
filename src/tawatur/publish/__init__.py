"""Incident + Verdict → Release: files to give away."""
