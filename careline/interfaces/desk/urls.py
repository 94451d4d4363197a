"""The addresses of the desk. Customer pages start with the account, the grain of every table."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from careline.interfaces.desk.views import contact as contacts
from careline.interfaces.desk.views import content, door, home
from careline.interfaces.desk.views import customer as customers

app_name = "desk"
_CONTACT = "customers/<int:account_id>/contacts/<int:contact_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("find", home.find, name="find"),
    path("sign-in", door.sign_in, name="sign-in"),
    path("sign-out", door.sign_out, name="sign-out"),
    path("password", door.password, name="password"),
    path("preferences", door.preferences, name="preferences"),
    path("keys", door.keys, name="keys"),
    path("customers/<int:account_id>", customers.customer, name="customer"),
    path("customers/<int:account_id>/contacts", customers.open_contact, name="open-contact"),
    path(_CONTACT, contacts.contact, name="contact"),
    path(f"{_CONTACT}/answer", contacts.answer, name="answer"),
    path(f"{_CONTACT}/act", contacts.act, name="act"),
    path(f"{_CONTACT}/change", contacts.change, name="change"),
    path(f"{_CONTACT}/hand-over", contacts.hand_over, name="hand-over"),
    path(f"{_CONTACT}/wrap-up", contacts.wrap_up, name="wrap-up"),
    path("guides", content.guides, name="guides"),
    path("guides/<slug:guide_id>", content.guide, name="guide"),
    path("guides/<slug:guide_id>/drawing.svg", content.drawing, name="guide-drawing"),
    path("policies", content.policies, name="policies"),
    path("policies/<path:policy_id>", content.policy, name="policy"),
]
