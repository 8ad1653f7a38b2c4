"""Editing graphs: every edit is a pure function from a graph to a graph, also of broken ones."""
