"""Claims to incidents: within one report, across reports, and the choice of values."""
