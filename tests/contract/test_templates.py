"""Every template keeps the house's rules, whoever wrote it: words in pairs, no way around escaping or the CSP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from jinja2.lexer import Token

from planhub.infra.paths import resource

ROOT = resource("templates")
TEMPLATES = sorted(ROOT.rglob("*.html"))
ENVIRONMENT = Environment(autoescape=True)
THAI = re.compile(r"[ก-๿]")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TAG = re.compile(r"<[a-zA-Z][^<>]*?>", re.DOTALL)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
PAPERS = "pdf/"
"""Papers are Thai by nature and drawn without a browser: other rules hold for them."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def source(path: Path) -> str:
    """Give the text of a template without its comments, as many lines as before."""
    return COMMENT.sub(lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"))


screens = pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if not name_of(p).startswith(PAPERS)], ids=name_of
)
everything = pytest.mark.parametrize("path", TEMPLATES, ids=name_of)


def tokens(path: Path) -> Iterator[Token]:
    return iter(ENVIRONMENT._tokenize(source(path), None, str(path)))


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20


@screens
def test_thai_stands_only_in_a_pair_with_english(path: Path) -> None:
    """Thai letters are arguments of `t(...)`, and nothing else."""
    wrong = [text.strip() for text in outside_pairs(path) if THAI.search(text)]
    assert not wrong, f"Thai outside t(...): {wrong[:5]}"


def outside_pairs(path: Path) -> Iterator[str]:
    tree = ENVIRONMENT.parse(source(path))
    said = {id(c) for call in pairs(tree) for c in call.args if isinstance(c, nodes.Const)}
    yield from (data.data for data in tree.find_all(nodes.TemplateData))
    yield from (str(c.value) for c in tree.find_all(nodes.Const) if id(c) not in said)


def pairs(tree: nodes.Template) -> Iterator[nodes.Call]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield call


@everything
def test_a_pair_is_two_texts_with_the_same_placeholders(path: Path) -> None:
    for call in pairs(ENVIRONMENT.parse(source(path))):
        assert len(call.args) == 2, f"line {call.lineno}: t() takes a Thai and an English text"
        texts = [a.value for a in call.args if isinstance(a, nodes.Const)]
        assert len(texts) == 2, f"line {call.lineno}: the texts of t() are written out"
        thai, english = (set(re.findall(r"\{(\w+)\}", text)) for text in texts)
        assert thai == english, f"line {call.lineno}: {thai ^ english} is in one language only"
        assert thai == {k.key for k in call.kwargs}, f"line {call.lineno}: values {thai} are to be given"
        assert not THAI.search(texts[1]) or texts[0] == texts[1], (
            f"line {call.lineno}: Thai in the English text"
        )


@everything
def test_nothing_goes_around_escaping(path: Path) -> None:
    tree = ENVIRONMENT.parse(source(path))
    filters = {f.name for f in tree.find_all(nodes.Filter)}
    assert "safe" not in filters
    assert "xmlattr" not in filters
    assert not list(tree.find_all(nodes.ScopedEvalContextModifier)), "no {% autoescape %}"


@screens
def test_nothing_inline_that_the_policy_would_stop(path: Path) -> None:
    text = JINJA.sub("x", source(path))
    for tag in TAG.findall(text):
        assert not re.search(r"\sstyle\s*=", tag), tag
        assert not re.search(r"\son[a-z]+\s*=", tag), tag
        assert "hx-on" not in tag, tag
        assert not re.search(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", tag, re.IGNORECASE), tag
    assert "<style" not in text
    assert all("src=" in tag for tag in TAG.findall(text) if tag.startswith("<script"))


@everything
def test_every_attribute_is_quoted(path: Path) -> None:
    """An unquoted value lets data become further attributes."""
    unquoted = re.findall(r"\s([a-zA-Z-]+)=(?=\{\{|[^\s\"'>{])", blanked(source(path)))
    assert not unquoted, unquoted


def blanked(text: str) -> str:
    """Give only what stands inside tags, with blocks and quoted values made harmless."""
    text = re.sub(r"\{%.*?%\}", " ", text, flags=re.DOTALL)
    text = re.sub(r"\"[^\"]*\"|'[^']*'", '""', re.sub(r"\{\{[^{}]*\}\}", "{{}}", text))
    return " ".join(re.findall(r"<[a-zA-Z][^<>]*>", text))


@screens
def test_requests_of_htmx_carry_the_nonce(path: Path) -> None:
    for tag in TAG.findall(JINJA.sub(lambda m: m[0].replace("<", " ").replace(">", " "), source(path))):
        if re.search(r"\shx-(get|post|put|patch|delete|trigger|swap|target)\b", tag):
            assert 'hx-nonce="{{ g.csp_nonce }}"' in tag, tag


@screens
def test_a_form_that_writes_carries_the_token(path: Path) -> None:
    for form in re.findall(r"<form\b.*?</form>", source(path), re.DOTALL):
        if re.search(r"method=\"post\"", form.partition(">")[0] + form, re.IGNORECASE):
            assert "csrf_token()" in form, form[:200]


@everything
def test_macros_live_in_their_own_folders(path: Path) -> None:
    has_macros = any(ENVIRONMENT.parse(source(path)).find_all(nodes.Macro))
    assert not has_macros or name_of(path).startswith(("ui/", PAPERS))


@screens
def test_a_page_has_a_title_and_a_fragment_is_no_page(path: Path) -> None:
    tree = ENVIRONMENT.parse(source(path))
    extends = any(tree.find_all(nodes.Extends))
    blocks = {b.name for b in tree.find_all(nodes.Block)}
    if path.name.startswith("_"):
        assert not extends, "a fragment stands by itself"
    elif extends:
        assert "title" in blocks, "every page says what it is"


@everything
def test_a_fragment_imports_what_it_draws_with(path: Path) -> None:
    """Drawn alone, a fragment has nothing that its page had imported."""
    tree = ENVIRONMENT.parse(source(path))
    imported = {i.target for i in tree.find_all(nodes.Import)}
    used = {g.node.name for g in tree.find_all(nodes.Getattr) if isinstance(g.node, nodes.Name)}
    assert not {"ui", "forms", "tables", "anatomy"} & used - imported


@everything
def test_no_thai_inside_a_drawing(path: Path) -> None:
    """Thai in SVG text breaks in papers: labels stand beside the drawing, as HTML."""
    for drawing in re.findall(r"<svg\b.*?</svg>", source(path), re.DOTALL):
        texts = re.findall(r"<text\b.*?</text>", drawing, re.DOTALL)
        assert not any(THAI.search(text) or "t(" in text for text in texts)


@screens
def test_tables_are_named_and_their_heads_say_of_what(path: Path) -> None:
    for table in re.findall(r"<table\b.*?</table>", source(path), re.DOTALL):
        opening = table.partition(">")[0]
        assert "<caption" in table or "aria-label" in opening, table[:160]
    for head in re.findall(r"<th\b[^>]*>", JINJA.sub("x", source(path))):
        assert "scope=" in head, head


@screens
def test_every_icon_is_in_the_sprite(path: Path) -> None:
    drawn = set((ROOT.parent / "assets" / "icons.txt").read_text().split())
    wanted = set(re.findall(r"\bicon\(\"([a-z0-9-]+)\"", source(path)))
    assert wanted <= drawn, wanted - drawn
