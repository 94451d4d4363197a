"""Columns that every customer-side table needs: ids from a database sequence, words from a closed list."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Func, Value


def numbered_by(sequence: str) -> models.BigIntegerField[int, int]:
    """This function will make an id column that the named sequence fills. A composite key cannot hold an AutoField."""
    return models.BigIntegerField(db_default=Func(Value(sequence), function="nextval"), editable=False)


def one_of(column: str, words: Iterable[str], *, name: str) -> models.CheckConstraint:
    """This function will make a constraint that keeps a column to a closed list of words."""
    known = sorted(str(word) for word in words)
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": known}), name=name)
