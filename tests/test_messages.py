"""Every sentence of the interface exists in Chinese, and what the site reads is what the translators wrote."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDER = Path("evaluator") / "locale" / "zh_Hans" / "LC_MESSAGES"
SOURCES = ["manage.py", "pyproject.toml", "evaluator", "scoring", "vendors", "templates", "static", "fixtures"]
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\([^)]*\)[a-z]|%[a-z]|\{[^}]*\}")

Key = tuple[str | None, str, str]


def entries_of(catalog: polib.POFile | polib.MOFile) -> dict[Key, object]:
    """Each message by its context, singular and plural; the value is its translation, or one per plural form."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural or ""): entry.msgstr_plural or entry.msgstr for entry in catalog
    }


@pytest.fixture(scope="module")
def written() -> polib.POFile:
    return polib.pofile(str(ROOT / FOLDER / "django.po"))


def test_every_message_is_translated(written: polib.POFile) -> None:
    assert len(written) > 0
    assert [entry.msgid for entry in written.untranslated_entries()] == []
    assert [entry.msgid for entry in written.fuzzy_entries()] == []
    assert [entry.msgid for entry in written.obsolete_entries()] == []


def test_a_translation_keeps_the_placeholders_and_the_outer_line_breaks(written: polib.POFile) -> None:
    def differs(source: str, translation: str) -> bool:
        return (
            sorted(set(PLACEHOLDER.findall(source))) != sorted(set(PLACEHOLDER.findall(translation)))
            or source.startswith("\n") != translation.startswith("\n")
            or source.endswith("\n") != translation.endswith("\n")
        )

    wrong = [entry.msgid for entry in written if entry.msgstr and differs(entry.msgid, entry.msgstr)]
    # Chinese has one form for all numbers, which must carry what the English plural carries.
    wrong += [
        entry.msgid
        for entry in written
        for translation in entry.msgstr_plural.values()
        if differs(entry.msgid_plural, translation)
    ]
    assert wrong == []


def test_the_compiled_messages_are_those_that_were_written(written: polib.POFile) -> None:
    file = ROOT / FOLDER / "django.mo"
    assert file.is_file()
    compiled = polib.mofile(str(file))
    assert entries_of(compiled) == entries_of(written)


def test_the_catalog_holds_exactly_the_messages_of_the_code(written: polib.POFile, tmp_path: Path) -> None:
    if shutil.which("xgettext") is None:
        pytest.skip("no gettext here: apt-get install gettext")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, tmp_path / name)
    # As scripts/messages.sh does it, in a copy.
    command = [sys.executable, "manage.py", "makemessages", "--settings", "evaluator.settings"]
    command += ["--locale", "zh_Hans", "--no-obsolete", "--verbosity", "0"]
    subprocess.run(command, cwd=tmp_path, check=True)

    extracted = polib.pofile(str(tmp_path / FOLDER / "django.po"))
    assert entries_of(extracted).keys() == entries_of(written).keys()


def test_no_message_hides_inside_an_f_string() -> None:
    """The extraction does not look there, so such a sentence would stay English without anybody noticing."""

    def hidden_in(source: str) -> list[int]:
        strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
        calls = [call for string in strings for call in ast.walk(string) if isinstance(call, ast.Call)]
        return [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id in GETTEXT]

    assert hidden_in("f'{title} {_(\"report\")}'") == [1]
    files = [path for name in SOURCES for path in sorted((ROOT / name).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): hidden_in(path.read_text(encoding="utf-8")) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}
