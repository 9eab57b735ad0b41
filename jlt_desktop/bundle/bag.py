"""The payload: a BagIt 1.0 bag with a Frictionless Data Package of CSV tables, zipped deterministically."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jlt_desktop.bundle.container import pack, unpack
from jlt_desktop.bundle.refusal import Refusal

MOST_BYTES, MOST_MEMBERS, MOST_ROWS = 1024**3, 1000, 200_000
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_DATA = "bag/data/"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SALT = 32


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: name, heading in words, type of FORMAT.md section 5."""

    name: str
    title: str
    type: str = "string"


@dataclass(frozen=True, slots=True)
class Table:
    """A table that leaves the school: name, title, columns and rows of texts (empty: missing)."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Bag:
    """What a bag holds once it was checked."""

    info: Mapping[str, str]
    tables: tuple[Table, ...]
    schema_sha256: str


def build_bag(tables: Sequence[Table], info: Mapping[str, str], salt: bytes) -> bytes:
    """Return the zipped bag. `info` becomes bag-info.txt; `salt`: 32 random bytes."""
    files = {f"{table.name}.csv": _csv(table) for table in tables}
    descriptor = _descriptor(tables, files)
    payload = (
        {_DATA + "datapackage.json": _json(descriptor)} | {_DATA + name: data for name, data in files.items()} | {_DATA + "salt.bin": salt}
    )
    size = sum(map(len, payload.values()))
    told = {**info, "Payload-Oxum": f"{size}.{len(payload)}"}
    tags = {"bag/bagit.txt": _DECLARATION, "bag/bag-info.txt": "".join(f"{key}: {value}\n" for key, value in told.items()).encode()}
    tags["bag/manifest-sha256.txt"] = _manifest(payload)
    tags["bag/tagmanifest-sha256.txt"] = _manifest(tags)
    order = ("bag/bagit.txt", "bag/bag-info.txt")
    return pack({name: tags[name] for name in order} | payload | {name: tags[name] for name in tags if name not in order})


def schema_sha256(tables: Sequence[Table]) -> str:
    """Return the hash of what the tables look like, without their rows."""
    return hashlib.sha256(_json([_schema(table) for table in tables])).hexdigest()


def read_bag(data: bytes) -> Bag:
    """Check a zipped bag and return what it holds. Raises Refusal("bag") or Refusal("schema")."""
    members = unpack(data, most_bytes=MOST_BYTES, most_members=MOST_MEMBERS, code="bag")
    payload = {name: content for name, content in members.items() if name.startswith(_DATA)}
    tags = {name: content for name, content in members.items() if name not in payload}
    wanted = {"bag/bagit.txt", "bag/bag-info.txt", "bag/manifest-sha256.txt", "bag/tagmanifest-sha256.txt"}
    if set(tags) != wanted or tags["bag/bagit.txt"] != _DECLARATION:
        raise Refusal("bag", "tags")
    if tags.pop("bag/tagmanifest-sha256.txt") != _manifest(tags) or tags["bag/manifest-sha256.txt"] != _manifest(payload):
        raise Refusal("bag", "manifest")
    info = _info(tags["bag/bag-info.txt"])
    if info.get("Payload-Oxum") != f"{sum(map(len, payload.values()))}.{len(payload)}":
        raise Refusal("bag", "oxum")
    tables = _tables({name.removeprefix(_DATA): content for name, content in payload.items()})
    return Bag(info, tables, schema_sha256(tables))


def _csv(table: Table) -> bytes:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows)
    return made.getvalue().encode()


def _schema(table: Table) -> dict[str, object]:
    listed = [{"name": one.name, "title": one.title, "type": one.type} for one in table.columns]
    return {"name": table.name, "title": table.title, "fields": listed}


def _descriptor(tables: Sequence[Table], files: Mapping[str, bytes]) -> dict[str, object]:
    resources = []
    for table in tables:
        data = files[f"{table.name}.csv"]
        resources.append({
            "name": table.name, "title": table.title, "path": f"{table.name}.csv", "profile": "tabular-data-resource",
            "format": "csv", "encoding": "utf-8", "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "schema": {"fields": _schema(table)["fields"], "missingValues": [""]},
        })  # fmt: skip
    return {"profile": "tabular-data-package", "name": "jlt-submission", "resources": resources}


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _manifest(members: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name.removeprefix('bag/')}\n" for name, content in members.items())
    return "".join(lines).encode()


def _info(data: bytes) -> dict[str, str]:
    try:
        pairs = [line.partition(": ") for line in data.decode().splitlines()]
    except UnicodeDecodeError:
        raise Refusal("bag", "info") from None
    return {key: value for key, _, value in pairs}


def _tables(files: dict[str, bytes]) -> tuple[Table, ...]:
    try:
        descriptor = json.loads(files.pop("datapackage.json"))
        if len(files.pop("salt.bin")) != _SALT:
            raise Refusal("bag", "salt")
        # counted before anything is made of them: a list for each costs far more than the bytes they come from
        if sum(content.count(b"\n") for content in files.values()) > MOST_ROWS:
            raise Refusal("schema", "rows")
        tables = tuple(_table(resource, files.pop(resource["path"])) for resource in descriptor["resources"])
        same = _json(_descriptor(tables, {f"{one.name}.csv": _csv(one) for one in tables})) == _json(descriptor)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError, csv.Error):
        raise Refusal("schema", "descriptor") from None
    if files or not same:
        raise Refusal("schema", "files")
    return tables


def _table(resource: dict[str, object], data: bytes) -> Table:
    schema = resource["schema"]
    if not isinstance(schema, dict):
        raise Refusal("schema", "fields")
    columns = tuple(Column(str(one["name"]), str(one["title"]), str(one["type"])) for one in schema["fields"])
    name = str(resource["name"])
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    spoken = (str(resource["title"]), *(text for one in columns for text in (one.name, one.title)))
    if any(_CONTROL.search(text) for text in spoken):
        raise Refusal("schema", "title")
    if not _NAME.fullmatch(name) or not rows or rows[0] != [one.name for one in columns]:
        raise Refusal("schema", "header")
    if any(len(row) != len(columns) for row in rows):
        raise Refusal("schema", "width")
    for place, column in enumerate(columns):
        fits = _CHECKS.get(column.type)
        # a text may be anything, which need not be asked of every cell
        if fits is None or (column.type != "string" and not all(fits(row[place]) for row in rows[1:] if row[place])):
            raise Refusal("schema", column.name)
    return Table(name, str(resource["title"]), columns, rows[1:])


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_CHECKS: dict[str, Callable[[str], object]] = {
    "string": lambda _text: True,
    "integer": re.compile(r"-?[0-9]{1,15}").fullmatch,
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?").fullmatch,
    "boolean": re.compile(r"true|false").fullmatch,
    "date": _is_date,
    "yearmonth": re.compile(r"[0-9]{4}-[0-9]{2}").fullmatch,
    "datetime": _is_moment,
}
