from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "careline.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Teach the templates how the desk writes times and money."""
        from django.template import engines

        from careline.interfaces.desk import words

        language = engines["jinja2"].env
        language.filters.update(words.FILTERS)
        language.globals["fresh_key"] = words.fresh_key
