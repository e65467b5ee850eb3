"""Unit 4: from laptop to federation."""
