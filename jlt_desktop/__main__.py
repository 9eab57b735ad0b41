"""The entry points: `jlt` for the command line, `python -m jlt_desktop` for the window."""

from __future__ import annotations

import sys


def jlt() -> None:
    """Run the command line."""
    from jlt_desktop import app  # the command line must not wait for what the window needs

    sys.exit(app.command_line(sys.argv[1:]))


def main() -> None:
    """Open the window."""
    from jlt_desktop import app  # as above

    sys.exit(app.window(sys.argv[1:]))


if __name__ == "__main__":
    main()
