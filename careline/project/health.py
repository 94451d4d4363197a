"""The health page: database, jobs, content. 200 while the desk can serve, 503 when it cannot."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from careline.platform import health as platform
from careline.platform.web import open_to_all


@open_to_all
def health(request: HttpRequest) -> JsonResponse:
    """This function will answer monitoring systems: {"status", "checks": {name: {"ok", "say"}}}, without sign-in."""
    found = platform.look_at_everything()
    bad = [check for check in found.values() if not check.ok]
    status = "ok" if not bad else "down" if any(check.needed for check in bad) else "degraded"
    checks = {name: {"ok": check.ok, "say": check.say} for name, check in found.items()}
    return JsonResponse({"status": status, "checks": checks}, status=503 if status == "down" else 200)
