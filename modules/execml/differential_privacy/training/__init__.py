"""Models and synthetic data made with privacy: DP-SGD, ghost clipping, marginals."""
