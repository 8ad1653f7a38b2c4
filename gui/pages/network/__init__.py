"""The Network page: architectures and their layers."""
