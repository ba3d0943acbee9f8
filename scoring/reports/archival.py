"""Archival: what makes one file conform to PDF/A-3a and PDF/UA-1 at once, around WeasyPrint's public `finisher` hook.

WeasyPrint writes one standard's mark and leaves out what a screen reader needs to read a table or a foreign passage. It
is repaired here on its own objects, some of which are not public: the version is pinned, and tests read the result.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# PDF/A allows marks of other standards only with a description of their schema.
_UA_MARK = b"""<rdf:Description rdf:about=""
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfuaid:part>1</pdfuaid:part>
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
_RDF_END = b"</rdf:RDF>"
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
# Whose language is the document's, which stands in the catalogue.
_WHOLE = frozenset({"html", "body"})


def mark_as_accessible(document: Any) -> None:
    """Add PDF/UA-1's mark to the metadata that PDF/A writes. `document` is what WeasyPrint laid out."""
    plain = document.metadata.generate_rdf_metadata

    @functools.wraps(plain)
    def with_mark(*arguments: Any) -> bytes:
        written: bytes = plain(*arguments)
        return written.replace(_RDF_END, _UA_MARK + _RDF_END)

    document.metadata.generate_rdf_metadata = with_mark


@contextmanager
def passages_in_their_language(tags: Any, string: Any) -> Iterator[None]:
    """While it is open, each tag of a passage with a language of its own says which.

    Args:
        tags: the module weasyprint.pdf.tags, which keeps no way from a tag back to its element.
        string: pydyf.String.
    """
    plain = tags._build_box_tree  # noqa: SLF001

    def with_language(box: Any, *arguments: Any) -> Iterator[Any]:
        element = getattr(box, "element", None)
        language = element.get("lang") if element is not None and element.tag not in _WHOLE else None
        for tag in plain(box, *arguments):
            if language:
                tag["Lang"] = string(language)
            yield tag

    tags._build_box_tree = with_language  # noqa: SLF001
    try:
        yield
    finally:
        tags._build_box_tree = plain  # noqa: SLF001


def finish(document: Any, pdf: Any, string: Any) -> None:
    """Scopes of table headers, words for links, and each attachment named once; just before the file is written."""
    for page in document.pages:
        for box in _boxes(page._page_box):  # noqa: SLF001
            _repair(box, string)
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))


def _repair(box: Any, string: Any) -> None:
    element = getattr(box, "element", None)
    if element is None:
        return
    if element.tag == "th" and getattr(box, "mark", None) is not None:
        box.mark["A"]["Scope"] = _SCOPES.get(element.get("scope", "col"), "/Column")
    if getattr(box, "link_annotation", None):
        words = " ".join("".join(element.itertext()).split())
        box.link_annotation["Contents"] = string(words or "–")


def _boxes(box: Any) -> Iterator[Any]:
    """The box and all inside it, those put aside for later included."""
    box = getattr(box, "_box", box)
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child)
