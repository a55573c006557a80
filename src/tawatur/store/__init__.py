"""Where reports, claims, incidents and verdicts are kept."""
