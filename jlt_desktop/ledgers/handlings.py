"""Whose data each ledger keeps, what for and on which ground: said once here, printed in the yearly papers of the law."""

from __future__ import annotations

from jlt_desktop.domain.lawful import Handling

PUPILS = Handling(
    people="学生", purpose="学籍和日常管理,编班、花名册、升级、资助,以及其他台账核对身份",
    basis="履行义务教育法、未成年人学校保护规定等规定的职责所必需", born="birth_date",
)  # fmt: skip
FAMILY = Handling(
    people="监护人和其他家庭成员", purpose="和家庭联系,知道谁监护、谁照护、谁在外地",
    basis="履行未成年人保护法规定的学校职责所必需", counted=True,
)  # fmt: skip
CARED_FOR = Handling(
    people="留守和其他需要关爱的学生及其照护人", purpose="一人一档,安排结对、联系和家访,核实监护情况",
    basis="未成年人保护法第二十九条:配合建立留守、困境未成年学生的信息档案",
)  # fmt: skip
REPORTED = Handling(
    people="受到或可能受到侵害的学生", purpose="依法报告侵害未成年人的情形,留下何时向谁报告的记录",
    basis="未成年人保护法第十一条:强制报告;紧急情况下保护生命健康", withheld=True,
)  # fmt: skip
ASKED = Handling(
    people="学生及其监护人", purpose="记下监护人和学生同意、不同意或者撤回了什么",
    basis="个人信息保护法第十四、十五、二十九、三十一条:证明同意",
)  # fmt: skip
CONCERNED = Handling(
    people="心理上需要关注的学生", purpose="共同研判、一生一策、每月跟踪、转介和危机处置,尽早给予帮助",
    basis="监护人同意;危及生命健康的紧急情形为保护其安全所必需",
)  # fmt: skip
CONDUCT = Handling(
    people="学校正在管理教育的有不良行为的学生", purpose="管理教育、告知监护人、申请专门教育评估、回校跟进",
    basis="法定职责:预防未成年人犯罪法第三十一、三十二、四十三条;记录依第五十九条封存", told=False, withheld=True,
)  # fmt: skip
ASSESSED = Handling(people="参加测评的学生(只有人数)", purpose="统计测评覆盖情况,不保存个人结果", basis="监护人同意后测评;合计数不识别个人")
COMMITTEE_PEOPLE = Handling(
    people="家长委员会等机构的成员",
    purpose="选举、任期、联系成员",
    basis="本人自愿参加并同意;教育部关于建立家长委员会的指导意见",
    counted=True,
    told=False,
)
MET = Handling(people="到会的人", purpose="会议记录和会议纪要,督办决议", basis="学校管理职责所必需", told=False)
STAFF_PEOPLE = Handling(people="教职工", purpose="人事和分工,记录谁经办", basis="人事管理和履行职责所必需", counted=True, told=False)
OFFICE = Handling(people="校长和填报联系人", purpose="对外联系、报送署名", basis="履行职责所必需", told=False)

TEAM_PEOPLE = Handling(
    people="队伍成员和校外聘任人员", purpose="名册、聘任和联系", basis="本人参加或受聘;履行学校管理职责所必需", counted=True, told=False
)
SPORTS = Handling(
    people="学生", purpose="记下学生掌握的体育项目,安排体育活动", basis="履行学校体育工作条例规定的职责所必需"
)  # fmt: skip
SPOKE = Handling(people="提意见的家长和其他人", purpose="办理和答复意见建议", basis="履行学校管理职责所必需", told=False)
ON_GUARD = Handling(people="护学岗的家长和其他人员", purpose="排班和到岗登记", basis="本人参加护学岗;维护学生安全所必需", told=False)
TEACH_SERVICE = Handling(
    people="第三方机构的教师", purpose="核查无犯罪记录和资质", basis="未成年人保护法第六十二条:入职查询", told=False
)  # fmt: skip
