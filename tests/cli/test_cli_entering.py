"""jlt fields, add, bureau: a home visit, a meeting and a concern entered with nothing but the screen to read."""

from __future__ import annotations

import pytest

from jlt_desktop.bundle.suite import new_identity, recipient_of
from jlt_desktop.services import demo


def test_the_first_week_of_a_school_that_is_empty(jlt, empty_vault, rosters, tmp_path):
    shown = jlt("fields", "home_visit").out
    assert shown.startswith("家访记录(home_visit),记在“留守与特殊儿童”的一份档案里:jlt add 时用 --of 写档案的编号。")
    assert "形式 *:上门" in shown
    assert jlt("import", "student", rosters / "parents_gb18030.csv", vault=empty_vault).status == 0
    assert "已新增教职工“孙老师”" in jlt("add", "staff", "姓名=孙老师", "职务岗位=班主任", vault=empty_vault).out
    name = jlt("--json", "list", "student", "--limit", "1", vault=empty_vault).json["rows"][0]["name"]
    child = (f"学生={name}", "类别=留守儿童", "认定依据=学校摸排", "建档日期=2026-11-01", "监护类型=祖辈")
    lacking = jlt("add", "care_file", *child, vault=empty_vault)
    assert lacking.status == 1
    assert "监护情况评估没有填" in lacking.err
    file = jlt("--json", "add", "care_file", *child, "监护情况评估=一般", "身体情况=健康", "就学情况=小学", vault=empty_vault).json
    visit = ("日期=2026-11-20", "形式=上门", "家访教师=孙老师", "沟通要点=孩子在家听话")
    nowhere = jlt("add", "home_visit", *visit, vault=empty_vault)
    assert nowhere.status == 1
    assert "--of" in nowhere.err
    assert "jlt list care_file" in nowhere.err
    done = jlt("add", "home_visit", *visit, "--of", file["id"], vault=empty_vault)
    assert done.status == 0, done.err
    assert jlt("--json", "list", "home_visit", vault=empty_vault).json["total"] == 1
    meeting = ("会议名称=第一次全体会议", "类别=家委会全体", "开始时间=2026-11-20 14:30", "地点=会议室", "主持人=赵校长", "记录人=王文员")
    held = jlt("--json", "add", "meeting", *meeting, vault=empty_vault).json
    assert jlt("print", "meeting", held["id"], tmp_path / "m.pdf", vault=empty_vault).status == 0
    identity = new_identity()
    assert jlt("bureau", "210999", recipient_of(identity), vault=empty_vault).status == 0
    wrong = jlt("bureau", "210999", "age1短", vault=empty_vault)
    assert (wrong.status, "收件钥匙不对" in wrong.err) == (1, True)
    (tmp_path / "usb").mkdir()
    (tmp_path / "signer.txt").write_text(demo.USERS[2].password + "\n", encoding="utf-8")
    signer = ("--signer", demo.USERS[2].name, "--signer-password-file", tmp_path / "signer.txt")
    sent = jlt("--json", "submit", "--period", "2026-11", "--to", tmp_path / "usb", *signer, vault=empty_vault)
    assert sent.status == 0, sent.err
    assert jlt("school-key", tmp_path / "school.txt", vault=empty_vault).status == 0
    (tmp_path / "bureau.txt").write_text(identity + "\n", encoding="ascii")
    verdict = jlt("verify", sent.json["path"], "--keys", tmp_path / "school.txt", "--unseal", tmp_path / "bureau.txt")
    assert verdict.out.startswith("核验通过。")
    concern = ("发现日期=2026-11-20", "发现来源=班主任观察", "主要关注点=情绪低落", "姓名=某同学", "状态=待研判", "事实与学生原话=课间独坐")
    entered = jlt("add", "concern", *concern, vault=empty_vault, role="counselor")
    assert entered.status == 0, entered.err


def test_a_question_names_what_to_answer_it_with(jlt, empty_vault):
    pupil = ("姓名=王一", "性别=男", "出生日期=2017-05-17", "身份证件号=210999201705170011")
    asked = jlt("add", "student", *pupil, vault=empty_vault)
    assert asked.status == 1
    assert "校验位不对" in asked.err
    assert "--answer id_checksum=理由" in asked.err
    assert jlt("--json", "list", "student", vault=empty_vault).json["total"] == 0
    assert jlt("add", "student", *pupil, "--answer", "id_checksum=已核对户口簿", vault=empty_vault).status == 0


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        (("student", "身高=150"), 1, "没有“身高”这一项"),
        (("student", "姓名"), 2, "要写成 项目=内容"),
        (("nothing", "姓名=王"), 1, "没有“nothing”这个台账"),
        (("student", "姓名=王一", "--of", "x"), 1, "不记在别的档案里"),
        (("home_visit", "日期=2026-11-20", "--of", "x"), 1, ""),
    ],
)
def test_what_is_typed_wrongly_is_said(jlt, empty_vault, typed, status, said):
    told = jlt("add", *typed, vault=empty_vault)
    assert told.status == status
    assert said in told.err
    assert told.out == ""
