"""The two ring schemes, BFV for whole numbers and CKKS for real ones, and the keys that both use."""
