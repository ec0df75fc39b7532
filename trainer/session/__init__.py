"""One practice as a log of events: practice, journal, archive."""
