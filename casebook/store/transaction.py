"""A casebook as it stands in one open transaction."""

from __future__ import annotations

from sqlalchemy import Connection

Transaction = Connection
