"""Every template renders its sample, escapes what people typed, and keeps the page's promises."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.template import engines

from careline.interfaces.desk.tests import samples

_STEPS = {"one": samples.STEP_ONE, "many": samples.STEP_MANY, "act": samples.STEP_ACT, "done": samples.STEP_DONE,
          "hand": samples.STEP_HAND}  # fmt: skip


def _render(template: str, **context: object) -> str:
    language = engines["jinja2"].env
    around = {"frame": samples.FRAME, "theme": "system", "csrf_input": ""}
    return language.get_template(f"desk/{template}.jinja").render(**(around | context))


@pytest.mark.parametrize("name", sorted(samples.PAGES))
def test_a_page_has_one_heading_a_title_and_no_inline_code(name: str) -> None:
    template, context = samples.PAGES[name]
    html = _render(template, **context)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r"<title>[^<]{8,}</title>", html)
    assert not re.search(r"<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:", html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("step", sorted(_STEPS))
def test_a_step_is_one_form_that_carries_its_key_and_place(step: str) -> None:
    html = _render("contact", why_open=False, shown=replace(samples.CONTACT, step=_STEPS[step]))
    forms = re.findall(r'<form method="post" action="/c/1/(\w+)".*?</form>', html, re.DOTALL)
    assert forms == {"one": ["answer"], "many": ["answer"], "act": ["act"], "done": [], "hand": []}[step]
    assert html.count('name="key"') == len(forms)
    assert html.count('name="seq" value="4"') == len(forms)


def test_words_of_a_customer_are_escaped() -> None:
    html = _render("contact", why_open=False, shown=replace(samples.CONTACT, words="<script>alert(1)</script>"))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_decision_shows_its_amount_its_clause_and_the_consent_before_the_button() -> None:
    html = _render("contact", why_open=False, shown=replace(samples.CONTACT, step=samples.STEP_ACT))
    order = [html.index(part) for part in ("$4.00", "/policies/data/add-data#with-consent", "Shall I?", 'value="done"')]
    assert order == sorted(order)


def test_every_field_has_a_label() -> None:
    for name, (template, context) in samples.PAGES.items():
        html = _render(template, **context)
        fields = re.findall(r"<(?:input|select|textarea)\b(?![^>]*type=\"(?:hidden|radio)\")[^>]*", html)
        for field in fields:
            found = re.search(r'id="([^"]+)"', field)
            assert found, f"{name}: {field}"
            assert f'for="{found[1]}"' in html, f"{name}: {field}"
