"""What settles a cause neither asks for another explanation nor gives one to causes that are ruled out."""

from __future__ import annotations

from dataclasses import replace

from careline.guidebook.think import beliefs
from careline.guidebook.values import Cause, Check, Finding, Found, Guide, HandOver, Reading, Remedy, Who


def _guide() -> Guide:
    shown = {"unpaid": 1.0, "astray": 1.0}
    suspension = Reading("suspension", "", (Finding("none", ""), Finding("unpaid", "", shown, 0.002)))
    service = Reading("service", "", (Finding("there", ""), Finding("gone", "", {**shown, "off": 1.0}, 0.002)))
    causes = {
        "unpaid": Cause("unpaid", "", 0.2, "", (("suspension", "unpaid"),), (("suspension", "none"),)),
        "astray": Cause("astray", "", 0.08, "", (), (("suspension", "none"),)),
        "off": Cause("off", "", 0.2, ""),
    }
    checks = {
        "records": Check("records", "", Who.SYSTEM, 0.0, ("suspension",)),
        "test": Check("test", "", Who.DEVICE, 10.0, ("service",)),
    }
    remedies = {c: Remedy(c, "", Who.DEVICE, 10.0, {c: 0.9}, (("service", "there"),)) for c in causes}
    readings = {"suspension": suspension, "service": service}
    return Guide(
        "T", "", (), "", "", (("service", "there"),), "test", causes, readings, checks, remedies,
        {"h": HandOver("h", "", "others", 600.0, ())},
    )  # fmt: skip


def test_a_finding_explained_by_what_it_settles_makes_no_other_cause_likelier() -> None:
    believed = beliefs(_guide(), [Found("records", {"suspension": "unpaid"}, silent=True)])
    assert believed["unpaid"] > 0.99
    assert abs(believed["astray"] - 0.08) < 0.01


def test_a_finding_that_rules_out_leaves_the_complaint_to_the_others() -> None:
    believed = beliefs(_guide(), [Found("records", {"suspension": "none"}, silent=True)])
    assert believed["unpaid"] < 0.01
    assert believed["off"] > 0.95


def test_a_reading_without_causes_does_no_harm() -> None:
    guide = _guide()
    lone = Reading("lone", "", (Finding("a", ""), Finding("b", "")))
    readings = {**guide.readings, "lone": lone}
    checks = {**guide.checks, "look": Check("look", "", Who.DEVICE, 5.0, ("lone",))}
    events = [Found("records", {"suspension": "unpaid"}, silent=True), Found("look", {"lone": "b"})]
    assert beliefs(replace(guide, readings=readings, checks=checks), events)["unpaid"] > 0.99
