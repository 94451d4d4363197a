"""A robot at the desk: reads pages as a browser without JavaScript does, presses buttons, and when no answer comes
sends the same form again, as a person does who presses the button once more."""

from __future__ import annotations

import random
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

MOST_STEPS = 4
PATIENCE_SECONDS = 90


@dataclass
class Form:
    """One form: where it goes, what it holds, what can be pressed or chosen."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, dice: random.Random) -> dict[str, str]:
        """Choose in every group and press one button."""
        chosen = {name: dice.choice(values) for name, values in self.choices.items()}
        pressed = dict([dice.choice(self.buttons)]) if self.buttons else {}
        return self.fields | chosen | pressed


class Page(HTMLParser):
    """The forms of a page."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address, self.text, self.forms = address, text, list[Form]()
        self._writing: str | None = None
        self._choosing: str | None = None
        self.feed(text)

    def form(self, ending: str) -> Form | None:
        """The form that goes to an address with this ending."""
        return next((form for form in self.forms if form.action.endswith(ending)), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told.get("action", self.address)))
        elif self.forms:
            self._inside(tag, told, self.forms[-1])

    def _inside(self, tag: str, told: dict[str, str], form: Form) -> None:
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "input" and told.get("type") in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value)
        elif tag == "input" and name:
            form.fields[name] = value
        elif tag == "textarea":
            self._writing = name
            form.fields[name] = ""
        elif tag == "select":
            self._choosing = name
        elif tag == "option" and self._choosing:
            form.choices.setdefault(self._choosing, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._writing = None
        elif tag == "select":
            self._choosing = None

    def handle_data(self, data: str) -> None:
        if self._writing and self.forms:
            self.forms[-1].fields[self._writing] += data


@dataclass
class Robot:
    """Works through contacts. `confirmed` are the keys of the forms that the desk said it had taken, with the contact
    they belong to; `told` is called after each."""

    base: str
    told: Callable[[int], None]
    dice: random.Random
    confirmed: list[tuple[str, str, str]] = field(default_factory=list)
    sent_again: int = 0

    def __post_init__(self) -> None:
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def sign_in(self, username: str, password: str) -> None:
        form = self.get("/sign-in").form("/sign-in")
        assert form is not None
        self.send(form.action, form.fields | {"username": username, "password": password})

    def get(self, address: str) -> Page:
        return self._until_answered(address, None)[1]

    def send(self, address: str, fields: dict[str, str]) -> tuple[int, Page]:
        return self._until_answered(address, urllib.parse.urlencode(fields).encode())

    def _until_answered(self, address: str, body: bytes | None) -> tuple[int, Page]:
        """The same request until somebody answers it; 5xx is no answer."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                with self._open(urllib.parse.urljoin(self.base, address), body, timeout=20) as answer:
                    return answer.status, Page(answer.read().decode(), answer.geturl())
            except urllib.error.HTTPError as refused:
                if refused.code < 500:
                    return refused.code, Page(refused.read().decode(), address)
            except OSError:
                pass
            assert time.monotonic() < deadline, f"nobody answers {address}"
            self.sent_again += 1
            time.sleep(0.1)

    def take(self, form: Form, fields: dict[str, str], kind: str) -> Page | None:
        """Send a form; note its key if the desk took it. None if the desk refused."""
        status, page = self.send(form.action, fields)
        if status != 200:
            return None
        self.confirmed.append((kind, urllib.parse.urlparse(page.address).path, fields.get("key", "")))
        self.told(len(self.confirmed))
        return page

    def resolve(self, account: int) -> None:
        """One contact, from opening to closing."""
        form = self.get(f"/customers/{account}").form("/contacts")
        assert form is not None, "the customer page has no form to open a contact"
        page = self.take(form, form.filled(self.dice) | {"words": "Something does not work."}, "open")
        assert page is not None, "the contact was not opened"
        contact = urllib.parse.urlparse(page.address).path
        for _ in range(MOST_STEPS):
            step = page.form("/answer") or page.form("/act")
            after = self.take(step, step.filled(self.dice), "step") if step else None
            if after is None:
                break
            page = after
        last = self.get(f"{contact}/wrap-up").form("/wrap-up")
        if last is not None:
            closing = last.fields | {"text": "Taken by the robot.", "do": "close"}
            assert self.take(last, closing, "close") is not None, "the contact was not closed"
