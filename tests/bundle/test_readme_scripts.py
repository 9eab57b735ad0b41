"""T30: verify.sh is cut out of the README of a bundle and run by somebody who has none of our code."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from jlt_desktop.bundle.readme import README, VERIFY_CMD, VERIFY_SH

FOLDER = Path(__file__).parent / "vectors"
SCHOOL = "2109990001"
TOOLS = all(map(shutil.which, ("ssh-keygen", "age", "openssl", "sha256sum", "unzip", "sed")))


def cut_out(folder: Path) -> Path:
    """The command that stands in the README itself."""
    command = next(line.strip() for line in README.decode().splitlines() if line.strip().startswith("sed -n '/^#!/"))
    subprocess.run(["sh", "-c", command], cwd=folder, check=True)
    return folder / "verify.sh"


@pytest.mark.skipif(not TOOLS, reason="the tools are not here")
@pytest.mark.parametrize(("name", "identity", "said"), [
    ("good-general", True, "ACCEPTED"), ("good-confidential", True, "ACCEPTED"), ("good-general", False, "SIGNED"),
    ("bad-unknown-key", True, "REJECTED: signature"), ("bad-plaintext", True, "REJECTED: bag.zip"), ("bad-school", True, "REJECTED: school"),
    ("bad-ciphertext-of-another-bundle", True, "REJECTED: payload.age"), ("bad-signature-other-purpose", True, "REJECTED: signature"),
    ("bad-signature-changed-period", False, "REJECTED: signature"),
])  # fmt: skip
def test_the_script_of_the_readme_judges_a_bundle(name, identity, said, tmp_path):
    with zipfile.ZipFile(FOLDER / f"{name}.zip") as packed:
        packed.extractall(tmp_path)
    assert (tmp_path / "README.txt").read_bytes() == README
    script = cut_out(tmp_path)
    assert script.read_text() == VERIFY_SH
    given = [FOLDER / "allowed_signers", SCHOOL, *([FOLDER / "identity.txt"] if identity else [])]
    done = subprocess.run(["sh", script, *map(str, given)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.strip().splitlines()[-1].startswith(said), done
    assert (done.returncode == 0) == (not said.startswith("REJECTED"))


def test_only_the_tools_that_were_promised():
    words = set(re.findall(r"^\s*(?:\(cd bag && )?([a-z-]+)\b", VERIFY_SH, re.MULTILINE)) | set(re.findall(r"\$\(([a-z0-9-]+)", VERIFY_SH))
    promised = {"ssh-keygen", "age", "openssl", "sha256sum", "unzip"}
    shell = {"set", "no", "part", "text", "count", "same", "echo", "cat", "sed", "wc", "printf", "signers"}
    assert words <= promised | shell, words - promised - shell
    assert VERIFY_SH.isascii()
    assert VERIFY_CMD.isascii()
    assert "certutil" in VERIFY_CMD
    assert "powershell" not in VERIFY_CMD.lower()
    assert "< statement.json" in VERIFY_CMD
