"""The welcome page's own small helper package: one exercise, to show how exercises work."""
