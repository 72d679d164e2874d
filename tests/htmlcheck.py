"""What must be so of every page that anybody is shown; the page client asks it each time."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from babel.messages.pofile import read_po
from markupever import HtmlOptions, Parser, dom

from coopcouncil.kernel.i18n import LOCALES, NAMES

_LABELLED = {"input", "select", "textarea", "meter", "progress"}
_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
_REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns")
_SPOKEN = ("aria-label", "title", "alt", "placeholder")


def parse(text: str) -> tuple[Element, list[str]]:
    """The page's tree, and what is not HTML about it."""
    parser = Parser(HtmlOptions(exact_errors=True))
    parser.process(text.encode())
    wrong = parser.finish().errors()
    root = next(
        node for node in parser.into_dom().root().children() if isinstance(node, dom.Element)
    )
    return _tree(root), wrong


def _tree(node: dom.Element) -> Element:
    element = Element(node.name.local, {name.local: value for name, value in node.attrs.items()})
    for child in node.children():
        if isinstance(child, dom.Element):
            element.append(_tree(child))
        elif isinstance(child, dom.Text) and len(element):
            element[-1].tail = (element[-1].tail or "") + child.content
        elif isinstance(child, dom.Text):
            element.text = (element.text or "") + child.content
    return element


def faults(tree: Element, wrong: list[str], lang: str) -> list[str]:
    """Everything that is wrong with a page, as it was parsed."""
    found = list(wrong)
    parents = {child: parent for parent in tree.iter() for child in parent}
    found += _ids(tree)
    found += _headings(tree)
    found += _labels(tree, parents)
    found += _policy(tree)
    found += _structure(tree, parents)
    if tree.get("lang") != lang:
        found.append(f"the page is in {tree.get('lang')!r}, not in {lang!r}")
    if lang == "cy":
        found += [f"not in Welsh: {each!r}" for each in untranslated(tree)]
    return found


def words(element: Element) -> str:
    """An element's words as a reader gets them."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Element) -> Iterator[str]:
    if element.tag not in ("script", "style", "template"):
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _ids(tree: Element) -> list[str]:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    found = [f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1]
    for element in tree.iter():
        named = [*_REFERENCES, "for"] if element.tag in ("label", "output") else _REFERENCES
        for attribute in named:
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    found.append(f"{attribute} names {name!r}, which is not there")
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            found.append(f"a link leads to {href!r}, which is not there")
    return found


def _headings(tree: Element) -> list[str]:
    headings = [element for element in tree.iter() if element.tag == "h1"]
    if len(headings) != 1:
        return [f"{len(headings)} headings of the first level"]
    title = words(next(element for element in tree.iter("title")))
    heading = words(headings[0])
    plain = re.sub(r"^(Error|Gwall): ", "", title)
    if not plain.startswith(heading) or not heading:
        return [f"the title {title!r} does not start with the heading {heading!r}"]
    return []


def _labels(tree: Element, parents: dict[Element, Element]) -> list[str]:
    labelled = {element.get("for") for element in tree.iter("label") if words(element)}
    found = []
    for element in tree.iter():
        if element.tag in _LABELLED and element.get("type") not in _NO_LABEL:
            named = element.get("aria-label") or element.get("aria-labelledby")
            inside = any(parent.tag == "label" for parent in _above(element, parents))
            if not (named or inside or element.get("id") in labelled):
                found.append(f"{element.tag} {element.get('name')!r} has no label")
        if element.tag in ("a", "button") and not _has_name(element):
            found.append(f"a {element.tag} without words: {element.attrib}")
        if element.tag == "img" and element.get("alt") is None:
            found.append(f"a picture without alt: {element.get('src')!r}")
        if element.tag == "fieldset" and (not len(element) or element[0].tag != "legend"):
            found.append("a fieldset that does not begin with its legend")
        if element.tag == "table" and element.find("caption") is None:
            found.append("a table without a caption")
    return found


def _has_name(element: Element) -> bool:
    if element.get("aria-label") or element.get("aria-labelledby") or words(element):
        return True
    return any(inner.get("alt") for inner in element.iter("img"))


def _policy(tree: Element) -> list[str]:
    """What the content security policy would stop."""
    found = []
    for element in tree.iter():
        if "style" in element.attrib or element.tag == "style":
            found.append(f"a style in the page, on {element.tag}")
        found += [f"{name} on {element.tag}" for name in element.attrib if name.startswith("on")]
        if element.tag == "script" and not element.get("src") and not element.get("nonce"):
            found.append("a script without its nonce")
        for attribute in ("src", "action", "formaction"):
            if re.match(r"(https?:)?//|javascript:", element.get(attribute) or ""):
                found.append(f"{attribute} leads elsewhere: {element.get(attribute)!r}")
        if element.tag == "form" and (element.get("method") or "").lower() == "post":
            tokens = [inner for inner in element.iter("input") if inner.get("name") == "csrf"]
            if len(tokens) != 1:
                found.append(f"a form with {len(tokens)} tokens: {element.get('action')!r}")
    return found


_CHILDREN = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
}
_INSIDE_NEITHER = {"a": {"a", "button", "input", "select"}, "button": {"a", "button", "input"}}


def _structure(tree: Element, parents: dict[Element, Element]) -> list[str]:
    """What the parser lets pass and HTML does not."""
    found: list[str] = []
    for element in tree.iter():
        allowed = _CHILDREN.get(str(element.tag))
        if allowed:
            odd = [str(child.tag) for child in element if child.tag not in allowed]
            found += [f"{tag} straight in {element.tag}" for tag in odd]
        if inside := _INSIDE_NEITHER.get(str(element.tag)):
            found += [
                f"{inner.tag} inside {element.tag}"
                for inner in element.iter()
                if inner is not element and inner.tag in inside
            ]
        if element.tag in ("form", "header", "main") and any(
            above.tag == element.tag for above in _above(element, parents)
        ):
            found.append(f"a {element.tag} inside a {element.tag}")
    return found


def _above(element: Element, parents: dict[Element, Element]) -> Iterator[Element]:
    while element in parents:
        element = parents[element]
        yield element


def untranslated(tree: Element) -> list[str]:
    """English sentences of ours on a Welsh page.

    Words that are somebody's own (a name, a statement) stand under `translate="no"` or their
    own `lang` where they could be mistaken for ours.
    """
    found: list[str] = []

    def walk(element: Element) -> None:
        if element.get("lang", "cy") != "cy" or element.get("translate") == "no":
            return
        if element.tag not in ("script", "style"):
            texts = [element.text, *(element.get(name) for name in _SPOKEN)]
            found.extend(text for text in texts if text and _is_english(text))
            for child in element:
                walk(child)
                if child.tail and _is_english(child.tail):
                    found.append(child.tail)

    walk(tree)
    return [" ".join(text.split()) for text in found]


def _is_english(text: str) -> bool:
    plain = " ".join(text.split())
    if len(plain) < 2 or plain in NAMES.values():
        return False
    exact, patterns = _english()
    return plain in exact or any(
        pattern.fullmatch(plain) for pattern in patterns.get(plain[:4], ())
    )


@lru_cache
def _english() -> tuple[frozenset[str], dict[str, list[re.Pattern[str]]]]:
    """Our English sentences whose Welsh is another; those with gaps, by how they begin."""
    with (LOCALES / "cy" / "LC_MESSAGES" / "coopcouncil.po").open("rb") as file:
        catalogue = read_po(file, locale="cy")
    exact, patterns = set(), dict[str, list[re.Pattern[str]]]()
    for message in catalogue:
        forms = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        welsh = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        for form in forms:
            if not form or form in welsh:
                continue
            pieces = re.split(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}", form)
            if len(pieces) == 1:
                exact.add(" ".join(form.split()))
            elif len(pieces[0]) >= 4:
                pattern = re.compile(".+".join(re.escape(piece) for piece in pieces), re.DOTALL)
                patterns.setdefault(form[:4], []).append(pattern)
    return frozenset(exact), patterns
