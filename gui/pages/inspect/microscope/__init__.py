"""Instruments that look into a network for masks: one package for each of them."""
