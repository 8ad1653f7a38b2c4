"""Codes of boxes, where the engine finds it: `models/boxes` has it, since layers of networks need it too."""

from models.boxes.deltas import LARGEST_GROWTH, SSD_VARIANCES, UNIT_VARIANCES, decode_deltas, encode_deltas

__all__ = ["LARGEST_GROWTH", "SSD_VARIANCES", "UNIT_VARIANCES", "decode_deltas", "encode_deltas"]
