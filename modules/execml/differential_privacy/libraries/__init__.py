"""Every call of Opacus and of dp-accounting, with the settings of this course."""
