"""Tables of the diagnosis room: what was learned from closed contacts. They hold counts, nothing about a customer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class LearnedRun(models.Model):
    """One run of learning; append-only."""

    id = models.BigAutoField(primary_key=True)
    learned_at = models.DateTimeField()
    by = models.TextField()
    minimum = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minimum__gte=1), name="learned_minimum_from_one")]


class LearnedSet(models.Model):
    """What a run learned for one guide, market and device family; append-only."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(LearnedRun, on_delete=models.PROTECT, related_name="sets")
    guide_id = models.TextField()
    guide_hash = models.TextField()
    market = models.TextField(blank=True)
    device_family = models.TextField()
    contacts = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "guide_id", "market", "device_family"], name="learned_once_a_run"),
            models.CheckConstraint(condition=Q(contacts__gte=1), name="learned_from_contacts"),
        ]


class LearnedPrior(models.Model):
    """One cause of a set; append-only."""

    pk = models.CompositePrimaryKey("set_id", "cause")
    set = models.ForeignKey(LearnedSet, on_delete=models.PROTECT, db_index=False, related_name="causes")
    cause = models.TextField()
    written = models.FloatField()
    prior = models.FloatField()
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(prior__gt=0, prior__lt=1), name="learned_prior_is_a_chance"),
            models.CheckConstraint(condition=Q(count__gte=0), name="learned_count_from_zero"),
        ]


class PriorsInUse(models.Model):
    """Which set new contacts are opened with; where there is no row, the guide's own priors stand."""

    id = models.BigAutoField(primary_key=True)
    guide_id = models.TextField()
    market = models.TextField(blank=True)
    device_family = models.TextField()
    set = models.ForeignKey(LearnedSet, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide_id", "market", "device_family"], name="one_set_in_use"),
        ]
