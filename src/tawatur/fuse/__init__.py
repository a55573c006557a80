"""Claims → Incidents: what several reports say together."""
