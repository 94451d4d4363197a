"""All addresses: the health page, and the desk for the rest."""

from django.urls import include, path

from careline.project.health import health

urlpatterns = [
    path("health", health, name="health"),
    path("", include("careline.interfaces.desk.urls")),
]

handler400 = "careline.platform.web.errors.bad_request"
handler403 = "careline.platform.web.errors.not_allowed"
handler404 = "careline.platform.web.errors.not_found"
handler500 = "careline.platform.web.errors.broken"
