"""Reads what users have into Page records; the only stage that touches the network."""
