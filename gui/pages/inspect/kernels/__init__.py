"""The Kernels tab: kernels laid over a picture by hand."""
