"""What the package asks of shap, lime, fairlearn and interpret, with the settings of this course."""
