"""The real libraries: Opacus and dp-accounting. Every call of them stands here."""
