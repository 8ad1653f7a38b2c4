"""Moves the problem of a label file to the picture that it is about."""

from dataclasses import replace

from engine.dataset.problems import Problem


def on_picture(problem: Problem, picture: str) -> Problem:
    """The problem as one of the picture, its place naming the label file too: "labels/a.txt, line 3"."""
    place = ", ".join(part for part in (problem.path, problem.place) if part)
    return replace(problem, path=picture, place=place)
