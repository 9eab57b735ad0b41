"""The stored sequence: what a desk that has seen nothing yet says to one bundle after the other, on both stores."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from jlt_desktop.bundle.sshsig import read_allowed_signers
from jlt_desktop.bundle.suite import read_identity
from jlt_desktop.district.intake import Intake, desk_of

FOLDER = Path(__file__).parents[1] / "bundle" / "vectors"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="ascii"))


def test_the_desk_says_what_the_vectors_expect(anywhere) -> None:
    desk = replace(
        desk_of(anywhere.bureau),
        signers=tuple(read_allowed_signers((FOLDER / "allowed_signers").read_text(encoding="ascii"))),
        identities=(read_identity((FOLDER / "identity.txt").read_text(encoding="ascii")),),
        revoked=frozenset(EXPECTED["revoked"]),
    )
    intake, now = Intake(desk, anywhere.bureau.store), datetime.fromisoformat(EXPECTED["now"])
    for name, outcome in EXPECTED["sequence"]:
        taken = intake.take(name, (FOLDER / name).read_bytes(), now)
        assert taken[0].outcome == outcome, name
    for name, verdict in EXPECTED["verdicts"].items():
        taken = intake.take(name, (FOLDER / name).read_bytes(), now)[0]
        # the sequence has been used by now; what fails before it fails for the same reason as without a desk
        if verdict in ("container", "signature", "unknown-key", "certificate", "statement", "recipient", "school", "suite", "expired"):
            assert (taken.outcome, taken.code) == ("rejected", verdict), name
