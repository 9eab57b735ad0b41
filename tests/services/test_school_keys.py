"""The school's keys against a real bureau's desk: enrolment on paper, certificate, trust list, rotation, loss."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from jlt_desktop.bundle import sshsig
from jlt_desktop.bundle.enrolment import digits, read_enrol
from jlt_desktop.bundle.verify import verify_bundle
from jlt_desktop.district import enrol, founding, trust
from jlt_desktop.district.bureau import Bureau, open_bureau
from jlt_desktop.domain.document import Code, Pairs
from jlt_desktop.domain.errors import OutsideError, UserError
from jlt_desktop.paper.fonts import Fonts
from jlt_desktop.paths import db_schema, resources
from jlt_desktop.services import school_keys, submitting
from jlt_desktop.services.enrol_sheet import enrol_sheet
from jlt_desktop.services.office import Office
from jlt_desktop.services.printing import to_pdf
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.kdf import KdfCost

FAST = KdfCost(1024, 1, 1)
OFFICER, APPROVER = ("李收件", "清河门区的秋天很长甲"), ("王复核", "清河门区的秋天很长乙")
OpenAs = Callable[[str], Office]


class Desk:
    """A bureau's desk of the test."""

    def __init__(self, bureau: Bureau, made: founding.Founded, folder: Path) -> None:
        self.bureau, self.made, self.folder = bureau, made, folder

    def answer(self, request: Path, typed: str) -> Path:
        number = enrol.enter(self.bureau, enrol.look(self.bureau, request), typed)
        enrol.approve(self.bureau, number, *APPROVER)
        return enrol.hand_out(self.bureau, number, self.folder)[0].parent


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    people = [NewUser(OFFICER[0], "intake", OFFICER[1]), NewUser(APPROVER[0], "approver", APPROVER[1])]
    root = tmp_path / "root.age"
    asked = founding.Founding(district="210905", name="示例区教育局", people=people, root_file=root, root_password="锁在柜子里的根钥匙口令")
    made = founding.found(tmp_path / "bureau", asked, db_schema(), FAST, FAST)
    bureau = open_bureau(tmp_path / "bureau", *OFFICER, db_schema(), floor=FAST)
    yield Desk(bureau, made, tmp_path / "answers")
    bureau.close()


def fingers(office: Office) -> str:
    return " ".join(digits(sshsig.fingerprint(office.session.signing_public)))


def sealed(office: Office, school) -> bytes:
    made = submitting.sign_and_seal(office, submitting.prepare(office, "2026-11"), *school.people["principal"], school.cost)
    return made.data


def enrolled(open_as: OpenAs, desk: Desk, tmp_path: Path) -> Office:
    office = open_as("principal")
    school_keys.ask_for_certificate(office)
    answer = desk.answer(school_keys.write_request(office, tmp_path), fingers(office))
    school_keys.pin_root(office, desk.made.root_fingerprint)
    school_keys.take_folder(office, answer)
    return office


def test_from_the_paper_to_a_bundle_under_the_bureaus_certificate(open_as: OpenAs, school, desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="只有校长可以用学校的签名钥匙"):
        school_keys.ask_for_certificate(open_as("clerk"))
    office = open_as("principal")
    request = school_keys.ask_for_certificate(office)
    assert (request.reason, request.replaces) == ("first", "")
    clerk = open_as("clerk")
    folder = school_keys.write_request(clerk, tmp_path)
    assert sorted(one.name for one in folder.iterdir()) == ["enrol.json", "enrol.json.sig"]
    assert read_enrol((folder / "enrol.json").read_bytes(), (folder / "enrol.json.sig").read_bytes()) == request

    document = enrol_sheet(clerk)
    paper = [dict(one.rows) for one in document.blocks if isinstance(one, Pairs)][1]
    code = json.loads(next(one for one in document.blocks if isinstance(one, Code)).content)
    assert code["key"] == request.key_fingerprint
    printed = to_pdf(document, Fonts(resources() / "fonts"))
    assert (printed.pages, printed.missing) == (1, ())
    with pytest.raises(UserError, match="纸上的指纹和文件里的不一样"):
        desk.answer(folder, paper["签名钥匙指纹"].replace("0", "1").replace("a", "b"))
    answer = desk.answer(folder, paper["签名钥匙指纹"])

    with pytest.raises(UserError, match="还没有登记教育局的根钥匙"):
        school_keys.take_folder(clerk, answer)
    with pytest.raises(UserError, match="根钥匙的指纹不对"):
        school_keys.pin_root(clerk, "SHA256:abc")
    groups = " ".join(digits(desk.made.root_fingerprint))
    assert school_keys.pin_root(clerk, groups.upper()) == desk.made.root_fingerprint, "figures in groups, as on the paper"
    taken = school_keys.take_folder(clerk, answer)
    assert [one.split("号")[0].split("版")[0] for one in taken] == ["信任清单第 1 ", "证书第 1 "]
    assert all(one.good for one in school_keys.standing(clerk))

    data = sealed(clerk, school)
    trusted = desk.bureau.trust()
    signers = sshsig.read_allowed_signers(trusted.allowed_signers)
    verdict = verify_bundle(data, signers, datetime.now().astimezone())
    assert verdict.verdict == "signed", verdict.reason
    assert verdict.statement.cert_serial == 1
    assert verdict.statement.recipient["district"] == "210905"


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_a_stranger_verifies_the_certificate_and_the_statement(open_as: OpenAs, school, desk: Desk, tmp_path: Path) -> None:
    import io
    import zipfile

    office = enrolled(open_as, desk, tmp_path)
    members = zipfile.ZipFile(io.BytesIO(sealed(office, school)))
    for name in ("statement.json", "statement.json.sig", "school-cert.pub"):
        (tmp_path / name).write_bytes(members.read(name))
    (tmp_path / "ca_signers").write_text(desk.bureau.trust().allowed_signers, encoding="ascii")
    listed = subprocess.run(["ssh-keygen", "-L", "-f", tmp_path / "school-cert.pub"], check=True, capture_output=True, text=True).stdout
    assert "school-2109990001" in listed
    verify = ["ssh-keygen", "-Y", "verify", "-f", tmp_path / "ca_signers", "-I", "school-2109990001", "-n", "submission-v1@jlt.local"]
    with (tmp_path / "statement.json").open("rb") as statement:
        subprocess.run([*verify, "-s", tmp_path / "statement.json.sig"], check=True, stdin=statement, capture_output=True)


def test_what_is_not_the_bureaus_is_not_taken(open_as: OpenAs, desk: Desk, tmp_path: Path) -> None:
    office = open_as("principal")
    school_keys.ask_for_certificate(office)
    answer = desk.answer(school_keys.write_request(office, tmp_path), fingers(office))
    school_keys.pin_root(office, "SHA256:" + "A" * 43)
    with pytest.raises(UserError, match=r"不能采用.*不是纸面通知上的那把钥匙签的.*没有导入"):
        school_keys.take_folder(office, answer)
    school_keys.pin_root(office, desk.made.root_fingerprint)
    data = (answer / "trust.json").read_bytes()
    (answer / "trust.json").write_bytes(data.replace(b'"version":1', b'"version":2'))
    with pytest.raises(UserError, match="签名和内容对不上"):
        school_keys.take_folder(office, answer)
    (answer / "trust.json").write_bytes(data)
    cert = (answer / "school-cert.pub").read_bytes()
    (answer / "school-cert.pub").write_bytes(cert.replace(b"AAAA", b"AAAB", 1))
    with pytest.raises(UserError, match="不能采用"):
        school_keys.take_folder(office, answer)
    assert school_keys.trust_list(office) is not None, "the list itself was good and is kept"
    (answer / "school-cert.pub").write_bytes(cert)
    school_keys.take_folder(office, answer)
    with pytest.raises(UserError, match="不能换"):
        school_keys.pin_root(office, "SHA256:" + "B" * 43)
    with pytest.raises(UserError, match="没有信任清单,也没有证书"):
        school_keys.take_folder(office, tmp_path / "nothing")


def test_the_old_key_hands_over_and_signs_until_the_new_one_is_certified(open_as: OpenAs, school, desk: Desk, tmp_path: Path) -> None:
    office = enrolled(open_as, desk, tmp_path)
    old = office.session.signing_public
    turned = school_keys.rotate(office)
    assert turned.old_fingerprint == sshsig.fingerprint(old)
    folder = school_keys.write_rotation(office, tmp_path)
    assert office.session.signing_public == old
    answer = desk.answer(folder, " ".join(digits(turned.new_fingerprint)))
    with pytest.raises(OutsideError, match="换上新钥匙要校长来办"):
        school_keys.take_folder(open_as("clerk"), answer)
    office = open_as("principal")
    school_keys.take_folder(office, answer)
    assert sshsig.fingerprint(office.session.signing_public) == turned.new_fingerprint
    again = open_as("principal")
    assert sshsig.fingerprint(again.session.signing_public) == turned.new_fingerprint, "the header was kept"
    verdict = verify_bundle(
        sealed(again, school), sshsig.read_allowed_signers(desk.bureau.trust().allowed_signers), datetime.now().astimezone()
    )
    assert (verdict.verdict, verdict.statement.cert_serial) == ("signed", 2)


def test_a_lost_key_is_replaced_at_once_and_asked_for_on_paper(open_as: OpenAs, school, desk: Desk, tmp_path: Path) -> None:
    office = enrolled(open_as, desk, tmp_path)
    old = sshsig.fingerprint(office.session.signing_public)
    with pytest.raises(OutsideError):
        school_keys.replace_lost(open_as("clerk"))
    office = open_as("principal")
    request = school_keys.replace_lost(office)
    assert (request.reason, request.replaces) == ("lost", old)
    assert sshsig.fingerprint(office.session.signing_public) == request.key_fingerprint != old
    signers = sshsig.read_allowed_signers(desk.bureau.trust().allowed_signers)
    data = sealed(office, school)
    assert verify_bundle(data, signers, datetime.now().astimezone()).verdict == "rejected", "nobody certified the new key yet"
    answer = desk.answer(school_keys.write_request(office, tmp_path), fingers(office))
    school_keys.take_folder(office, answer)
    assert verify_bundle(sealed(office, school), signers, datetime.now().astimezone()).verdict == "signed"
    assert trust.left(desk.bureau, datetime.now().astimezone()) > 300
