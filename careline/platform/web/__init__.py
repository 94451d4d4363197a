"""What every window on the web shares: who may open a page, error pages, session limits, the template language."""

from careline.platform.web.doors import open_to_all, page, roles_of, who_may

__all__ = ["open_to_all", "page", "roles_of", "who_may"]
