"""What the package asks of Opacus and of dp-accounting, with the settings of this course."""
