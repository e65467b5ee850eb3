"""PyTorch, TensorFlow and Keras side by side: models, steps, devices, replicas."""
