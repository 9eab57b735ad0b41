"""Measure what the program promises about speed, as ratios against a baseline of the same run; print the table."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parents[1])]

import owing
import starting
import taking_in
import working
from measure import table


def main() -> int:
    """Run every bench; the exit status says how many goals were missed."""
    results = [*starting.all_of_them(), *owing.all_of_them(), *working.all_of_them(), *taking_in.all_of_them()]
    print(table(results))
    return sum(not one.met for one in results)


if __name__ == "__main__":
    sys.exit(main())
