"""Short lists of options written where they are used: key = label, or key = (label, alias, alias ...)."""

from __future__ import annotations

from jlt_desktop.domain.options import Option, Options


def choose(**labels: str | tuple[str, ...]) -> Options:
    """Return options in the order given; the keys are stored for good, the labels are only shown."""
    made = []
    for key, words in labels.items():
        label, *aliases = (words,) if isinstance(words, str) else words
        made.append(Option(key, label, aliases=tuple(aliases)))
    return Options(*made)
