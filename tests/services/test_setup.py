"""The first morning: answers in, a whole school out, or nothing at all."""

from __future__ import annotations

import pytest

from jlt_desktop import app
from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.domain.errors import OutsideError, SaidError, UserError
from jlt_desktop.paths import db_schema
from jlt_desktop.services import setup, submitting
from jlt_desktop.vault import recovery
from jlt_desktop.vault.creating import NewUser
from jlt_desktop.vault.kdf import KdfCost
from jlt_desktop.vault.settings import Settings

FAST = KdfCost(1024, 1, 1)
SCHOOL = {"school_name": "示例小学", "school_code": "2109990002", "region_code": "210999", "school_type": "小学"}
PEOPLE = (
    NewUser("甲文员", "clerk", "柳树 风筝 石桥 甲乙"),
    NewUser("乙心理", "counselor", "柳树 风筝 石桥 丙丁"),
    NewUser("丙校长", "principal", "柳树 风筝 石桥 戊己"),
)


def opener(folder, user, password):
    return app.open_office(folder, user, password, floor=FAST)


def make(folder, school=SCHOOL, people=PEOPLE, bureau=None):
    return setup.create_office(folder, setup.Answers(school=school, people=people, bureau=bureau or {}), db_schema(), opener, FAST)


def test_a_school_is_made_and_everybody_gets_in(tmp_path):
    recipient = recipient_of(new_identity())
    sheets = make(tmp_path / "school", bureau={"district": "210999", "recipient": recipient})
    assert [sheet.scope for sheet in sheets] == ["general", "confidential", "confidential", "signing"]
    assert len({sheet.groups for sheet in sheets}) == 4
    for sheet in sheets:
        assert len(recovery.read(" ".join(sheet.groups))) == 16
        assert sheet.title
    for person in PEOPLE:
        office = opener(tmp_path / "school", person.name, person.password)
        assert office.role == person.role
        assert office.school["school_name"] == "示例小学"
        assert office.school["school_type"] == "primary"
        assert Settings(office.session.store("general").conn).get("bureau") == {"district": "210999", "recipient": recipient}
        office.close()
    office = opener(tmp_path / "school", PEOPLE[0].name, PEOPLE[0].password)
    assert submitting.prepare(office, "2026-11").period == "2026-11"
    office.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["school"]


def test_the_bureau_may_come_later(tmp_path):
    make(tmp_path / "school")
    office = opener(tmp_path / "school", PEOPLE[0].name, PEOPLE[0].password)
    with pytest.raises(OutsideError, match="还没有登记教育局的收件钥匙"):
        submitting.prepare(office, "2026-11")
    office.close()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"school": {**SCHOOL, "school_code": "12"}}, "10 位数字"),
        ({"school": {**SCHOOL, "school_type": "大学"}}, "办学类型"),
        ({"school": {key: text for key, text in SCHOOL.items() if key != "school_name"}}, "学校名称"),
        ({"school": {**SCHOOL, "motto": "x"}}, "没有这些项目:motto"),
        ({"bureau": {"district": "210999", "recipient": "age1nonsense"}}, "收件钥匙不对"),
        ({"bureau": {"district": "清河门区", "recipient": None}}, "区划代码"),
        ({"people": PEOPLE[1:]}, "校办文员"),
        ({"people": PEOPLE[:2]}, "校长"),
        ({"people": (*PEOPLE, PEOPLE[0])}, "不能空,也不能相同"),
        ({"people": (NewUser("甲文员", "clerk", "短"), *PEOPLE[1:])}, "口令太短"),
    ],
)
def test_a_wrong_answer_leaves_nothing_behind(tmp_path, changed, said):
    if changed.get("bureau", {}).get("recipient", "") is None:
        changed["bureau"]["recipient"] = recipient_of(new_identity())
    with pytest.raises(SaidError, match=said):
        make(tmp_path / "school", **changed)
    assert list(tmp_path.iterdir()) == []
    make(tmp_path / "school")


def test_a_school_that_cannot_be_opened_again_is_taken_away(tmp_path):
    def refusing(_folder, _user, _password):
        raise OutsideError("磁盘满了。")

    with pytest.raises(OutsideError, match="磁盘满了"):
        setup.create_office(tmp_path / "school", setup.Answers(school=SCHOOL, people=PEOPLE), db_schema(), refusing, FAST)
    assert list(tmp_path.iterdir()) == []


def test_another_schools_folder_is_never_taken_away(tmp_path):
    make(tmp_path / "school")
    before = (tmp_path / "school" / "vault.json").read_bytes()
    with pytest.raises(UserError, match="已经有东西"):
        make(tmp_path / "school", school={**SCHOOL, "school_code": "1"})
    assert (tmp_path / "school" / "vault.json").read_bytes() == before


TOML = """
[school]
school_name = "示例小学"
school_code = 2109990002
[[people]]
name = "甲文员"
role = "clerk"
password = "柳树 风筝 石桥 甲乙"
[bureau]
district = "210999"
"""


def test_answers_are_read_from_a_file(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text(TOML, encoding="utf-8")
    found = setup.read_answers(path)
    assert found.school == {"school_name": "示例小学", "school_code": "2109990002"}
    assert found.people == [PEOPLE[0]]
    assert found.bureau == {"district": "210999"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[school", "不是 TOML 文件"),
        (b"\xff\xfe", "不是 UTF-8 文字"),
        (TOML.replace('role = "clerk"\n', "").encode(), "name、role、password"),
        (TOML.replace("[[people]]", "[people]").encode(), "name、role、password"),
        (TOML.replace("clerk", "boss").encode(), "不认识的角色:boss"),
        (b"people = 3", "name、role、password"),
        (b"school = 3", "name、role、password"),
    ],
)
def test_answers_that_cannot_be_read_are_said(tmp_path, content, said):
    (tmp_path / "answers.toml").write_bytes(content)
    with pytest.raises(UserError, match=said):
        setup.read_answers(tmp_path / "answers.toml")
    with pytest.raises(OutsideError, match="读不到"):
        setup.read_answers(tmp_path / "missing.toml")
