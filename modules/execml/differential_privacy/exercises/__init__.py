"""The exercises of the differential-privacy module, a file for each unit."""
