"""Numbers, sizes and times in the words people use. Free of Qt."""

_MINUTE = 60.0
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
NOTHING = "–"


def percent(share: float | None) -> str:
    """A share in [0, 1] with one decimal: ``88.6 %``; a dash for an unknown one."""
    return NOTHING if share is None else f"{share * 100:.1f} %"


def count(number: int | None) -> str:
    """A whole number with separators: ``58,322,314``."""
    return NOTHING if number is None else f"{number:,}"


def plural(number: int, noun: str, *, many: str | None = None) -> str:
    """A number with its noun: ``1 picture``, ``3,781 pictures``."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def how_far(what: str, done: int, total: int) -> str:
    """What is done, and how much of it: ``Measuring, 64 of 120``; of an unknown total (0) only what."""
    return f"{what}, {done:,} of {total:,}" if total else what


def short_count(number: int | None) -> str:
    """A large number in three digits: ``1.13 G``, ``614 k``."""
    if number is None:
        return NOTHING
    return _scaled(float(number), ("", " k", " M", " G", " T"))


def byte_size(number: int | None) -> str:
    """A size in memory or on disk: ``746 kB``, ``3.1 GB``."""
    if number is None:
        return NOTHING
    return _scaled(float(number), (" B", " kB", " MB", " GB", " TB"))


def _scaled(value: float, units: tuple[str, ...]) -> str:
    position = 0
    while abs(value) >= 999.5 and position + 1 < len(units):
        value /= 1000
        position += 1
    if position == 0 or abs(value) >= 100:
        return f"{value:.0f}{units[position]}"
    return f"{value:.1f}{units[position]}" if abs(value) >= 10 else f"{value:.2f}{units[position]}"


def duration(seconds: float | None) -> str:
    """A time as people say it: ``15 s``, ``3 min 9 s``, ``34 min``, ``1 h 12 min``."""
    if seconds is None:
        return NOTHING
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < 20 * _MINUTE:
        minutes, rest = divmod(whole, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    minutes = round(whole / 60)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def time_left(seconds: float | None) -> str:
    """A rough time to wait: ``6 min``, ``about 1 h 45 min``."""
    if seconds is None:
        return NOTHING
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"about {duration(round(seconds / 300) * 300)}"


def ago(seconds: float) -> str:
    """How long ago something was: ``just now``, ``10 min ago``, ``yesterday``, ``3 days ago``, ``last week``."""
    if seconds < _MINUTE:
        return "just now"
    if seconds < _HOUR:
        return f"{int(seconds / _MINUTE)} min ago"
    if seconds < _DAY:
        return f"{int(seconds / _HOUR)} h ago"
    days = int(seconds / _DAY)
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{days} days ago"
    return "last week" if days < 14 else f"{days // 7} weeks ago"


def shape(sizes: tuple[int | None, ...]) -> str:
    """The shape of a picture or of a layer's output: ``27 × 27 × 96``."""
    return " × ".join(NOTHING if side is None else f"{side:,}" for side in sizes)


def number(value: float | None) -> str:
    """A measured number in at most four significant digits: ``0.487``, ``0.0003``, ``12.3``."""
    if value is None:
        return NOTHING
    return f"{value:.4g}" if 1e-4 <= abs(value) < 1e6 or value == 0 else f"{value:.2e}"
