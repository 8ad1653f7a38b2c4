"""What an engine answers to commands about a trained network, one idea a file."""
