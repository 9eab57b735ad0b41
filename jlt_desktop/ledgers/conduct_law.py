"""What 预防未成年人犯罪法 names: conduct (28, 38), what a school may do about it (31), and who hears of it."""

from __future__ import annotations

from jlt_desktop.ledgers.choices import choose

KINDS = choose(minor=("不良行为", "不良"), grave=("严重不良行为", "严重"))
BEHAVIOURS = choose(
    # article 28
    smoking="吸烟饮酒", truancy="多次旷课逃学", runaway="夜不归宿或离家出走", internet="沉迷网络", company="结交不良人员或参加团伙",
    places="进入不宜场所", gambling="参与赌博或封建迷信邪教活动", media="接触淫秽暴力恐怖极端信息", minor_other="其他不良行为",
    # article 38
    trouble="寻衅滋事", knives="携带管制器具", violence="殴打辱骂恐吓或故意伤害", theft="盗窃抢夺或毁坏财物", spreading="传播淫秽物品",
    sex="卖淫嫖娼或淫秽表演", drugs="吸食注射或提供毒品", stakes="参与赌博赌资较大", grave_other="其他严重不良行为",
)  # fmt: skip
GRAVE = frozenset({"trouble", "knives", "violence", "theft", "spreading", "sex", "drugs", "stakes", "grave_other"})
MEASURES = choose(
    words="训导", rules="遵守特定行为规范", lessons="参加专题教育", service="参加校内服务活动", social="社会工作者或专业人员辅导干预",
    other="其他管理教育措施",
)  # fmt: skip
TOLD_HOW = choose(talk="面谈", phone="电话", letter="书面告知")
OPINIONS = choose(
    stays=("留校继续教育", "留校"), help="社会工作者等专业服务", special=("送专门学校接受专门教育", "专门教育"), again="以后再评估"
)
CLOSED = choose(better="已改正", home="家庭和社区继续帮教", transferred="转学", graduated="毕业", mistaken="误立")
STATES = choose(school="校内管理教育", asked="已申请评估", special="专门教育中", back="回校跟进", closed="已封存")
MOVES = {
    "school": ("asked", "closed"),
    "asked": ("school", "special", "closed"),
    "special": ("back", "closed"),
    "back": ("school", "asked", "closed"),
    "closed": (),
}
