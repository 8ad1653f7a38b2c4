"""What the comparison of two detectors says in words. Free of Qt."""

from typing import Final

from engine.ops.detections.paired_f1 import DRAWS, F1Difference
from gui.pages.runs.detectors.joining import FindKind, JoinedDetectors
from gui.pages.runs.pictures.verdict import Verdict
from gui.words import percent, plural

KIND_WORDS: Final = {
    FindKind.BOTH: "Found by both",
    FindKind.ONLY_FIRST: "Found by A only",
    FindKind.ONLY_SECOND: "Found by B only",
    FindKind.NEITHER: "Found by neither",
    FindKind.FALSE_FIRST: "Falsely found by A",
    FindKind.FALSE_SECOND: "Falsely found by B",
}


def verdict_on_detectors(f1: F1Difference, first: str, second: str) -> Verdict:
    """Which of two detectors, given by name, is better, and whether that may be chance."""
    if f1.difference == 0.0:
        return Verdict("Neither is better", f"Both have an F1 of {percent(f1.first)}.")
    better = second if f1.difference > 0 else first
    low, high = sorted((abs(f1.low), abs(f1.high))) if f1.is_clear else (f1.low, f1.high)
    interval = f"{_points(low)} to {_points(high)}"
    drawn = f"in 95 % of {DRAWS:,} draws of as many pictures"
    if f1.is_clear:
        reasons = f"This is hardly chance: {drawn} it is ahead by {interval} points."
    else:
        reasons = f"This may be chance: {drawn} B is ahead by {interval} points."
    return Verdict(f"{better} is {_points(abs(f1.difference))} points of F1 ahead", reasons)


def difference_words(difference: int) -> str:
    """Who makes fewer errors on a picture, as a caption.

    Args:
        difference: errors of A minus those of B.
    """
    if not difference:
        return "equal"
    return f"{'B' if difference > 0 else 'A'} ahead by {abs(difference):,}"


def left_out(joined: JoinedDetectors) -> str:
    """Which pictures could not be compared, and why; empty where all could."""
    sentences = []
    if joined.unanswered:
        sentences.append(f"{plural(joined.unanswered, 'picture')} left out: not readable.")
    if joined.relabelled:
        sentences.append(f"{plural(joined.relabelled, 'picture')} left out: relabelled since. Evaluate both again.")
    return " ".join(sentences)


def _points(share: float) -> str:
    return f"{share * 100:.1f}"
