"""What can be had without a neural network, fitted to the same articles as a model."""
