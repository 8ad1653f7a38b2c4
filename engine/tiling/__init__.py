"""Prediction of pictures of any size by overlapping tiles, in bounded memory."""
