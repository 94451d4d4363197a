from __future__ import annotations

from typing import cast

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "careline.interfaces.desk"
    label = "desk"

    def ready(self) -> None:
        """Teach the templates how the desk writes times and money."""
        from django.template import engines
        from django.template.backends.jinja2 import Jinja2

        from careline.interfaces.desk import words

        language = cast(Jinja2, engines["jinja2"]).env
        language.filters.update(words.FILTERS)
        language.globals["fresh_key"] = words.fresh_key
