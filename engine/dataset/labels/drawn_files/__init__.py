"""Writes what a person drew into label files, one format a file; every other letter stays as it is."""
