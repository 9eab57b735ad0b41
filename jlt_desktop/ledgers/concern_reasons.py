"""Where a case came from and what it is about, in words of behaviour, never of diagnosis."""

from __future__ import annotations

from jlt_desktop.ledgers.choices import choose

SOURCES = choose(
    assessment="测评",
    homeroom="班主任观察",
    self="学生求助",
    peer="同伴",
    parent="家长",
    doctor="校医",
    hospital="医院",
    incident="突发事件",
    transfer="转入带入",
)
CONCERNS = choose(
    low_mood="情绪低落",
    anxiety="焦虑",
    sleep="睡眠",
    peers="人际",
    study="学业",
    family="家庭变故",
    internet="网络",
    self_harm="自伤行为",
    suicide="自杀意念或计划",
    aggression="攻击",
    eating="进食",
    somatic="躯体化",
    trauma="创伤事件",
    other="其他",
)
TOLD_HOW = choose(talk="面谈", phone="电话", letter="书面告知书", not_yet="暂不宜(说明)")
