"""click in Chinese: the words of its help pages, and what it says about a command that was typed wrongly."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Chinese(click.Command):
    """A command whose help page has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is typed."""
        formatter.write_usage(ctx.command_path, " ".join(map(_plain, self.collect_usage_pieces(ctx))), prefix="用法:")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        found = [_record(one, ctx) for one in self.get_params(ctx) if isinstance(one, click.Option)]
        if found:
            with formatter.section("选项"):
                formatter.write_dl(found)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with Chinese words."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = "显示这一页。"
        return found


class Command(_Chinese):
    """A command."""


class Group(_Chinese, click.Group):
    """The group of all commands."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _Chinese.format_options(self, ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(80)) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Keep the commands in the order in which one meets them."""
        del ctx
        return list(self.commands)


def usage_words(error: click.UsageError) -> str:
    """Return what was typed wrongly, in Chinese."""
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项。" + _alike(error.possibilities)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return f"没有“{error.command_name}”这个命令。" + _alike(error.possibilities)
    if isinstance(error, click.MissingParameter):
        return f"缺少“{_named(error.param, error.ctx)}”。"
    if isinstance(error, click.BadParameter):
        return f"“{_named(error.param, error.ctx)}”的值不对" + _should_be(error.param)
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”" + ("不带值。" if "not take" in error.message else "缺少它的值。")
    if extra := re.search(r"extra arguments? \((.*)\)", error.message):
        return f"多写了“{extra[1]}”。"
    # our own usage errors are in Chinese already; whatever else click says is not shown
    return error.message if re.search(r"[\u4e00-\u9fff]", error.message) else "命令没有写完。"


def _alike(known: Sequence[str] | None) -> str:
    return f"是不是“{known[0]}”?" if known else ""


def _should_be(param: click.Parameter | None) -> str:
    kind = param.type if param is not None else None
    if isinstance(kind, click.IntRange):
        least, most = kind.min, kind.max
        return f",应是 {least} 到 {most} 的整数。" if most is not None else f",应是不小于 {least} 的整数。"
    return ",应是整数。" if kind is click.INT else "。"


def _record(option: click.Option, ctx: click.Context) -> tuple[str, str]:
    """Return how an option is typed and what it is for, without what click adds in English."""
    typed = (option.get_help_record(ctx) or ("", ""))[0]
    return typed, (option.help or "") + ("(必填)" if option.required else "")


def _plain(piece: str) -> str:
    return {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}.get(piece, piece)


def _named(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None:
        return "参数"
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(ctx or click.Context(Command(None)))
