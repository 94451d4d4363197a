from django.apps import AppConfig


class LinesConfig(AppConfig):
    name = "careline.domains.lines"
    label = "lines"
    default_auto_field = "django.db.models.BigAutoField"
