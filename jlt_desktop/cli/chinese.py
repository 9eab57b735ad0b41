"""click in Chinese: the words of its help pages, and what it says about a command that was typed wrongly."""

from __future__ import annotations

import click


class _Chinese(click.Command):
    """A command whose help page has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line that shows how the command is typed."""
        formatter.write_usage(ctx.command_path, " ".join(map(_plain, self.collect_usage_pieces(ctx))), prefix="用法:")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = (one for one in self.get_params(ctx) if isinstance(one, click.Option))
        found = [record for one in options if (record := one.get_help_record(ctx)) is not None]
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
        return f"没有“{error.option_name}”这个选项。"
    if isinstance(error, click.MissingParameter):
        return f"缺少“{_named(error.param, error.ctx)}”。"
    if isinstance(error, click.BadParameter):
        return f"“{_named(error.param, error.ctx)}”的值不对。"
    if isinstance(error, click.BadOptionUsage):
        return f"选项“{error.option_name}”缺少它的值。"
    words = error.message.split("'")
    if "command" in error.message and len(words) > 1:
        return f"没有“{words[1]}”这个命令。"
    return "命令没有写完。" if "Missing" in error.message else error.message if not error.message.isascii() else "命令写得不对。"


def _plain(piece: str) -> str:
    return {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}.get(piece, piece)


def _named(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if param is None:
        return "参数"
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(ctx or click.Context(Command(None)))
