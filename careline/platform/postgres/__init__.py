"""The embedded PostgreSQL: our own small launcher over the binaries of a wheel.

One *keeper* process per data folder starts the server, watches it and stops it. Everyone who needs the database
attaches to the keeper over a socket; the operating system closes that socket when a process dies, however it dies,
so the keeper always knows whether anyone is left and never leaves a server behind.
"""

from careline.platform.postgres.client import Attachment, ensure_running
from careline.platform.postgres.cluster import Cluster, DatabaseProblem

__all__ = ["Attachment", "Cluster", "DatabaseProblem", "ensure_running"]
