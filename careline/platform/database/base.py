"""The backend that Django loads by the name `careline.platform.database`."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base

from careline.platform.postgres import ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL from the data folder named by DATA_FOLDER in the database's settings; DURABLE is off in tests only."""

    def get_connection_params(self) -> dict[str, Any]:
        """This function will give the parameters of a connection once the embedded server accepts connections."""
        settings = self.settings_dict
        attachment = ensure_running(settings["DATA_FOLDER"], durable=settings.get("DURABLE", True))
        settings["HOST"] = attachment.host
        return super().get_connection_params()
