"""Who may sign in. What a person may do is a matter of the rooms above; the platform only knows that they are real."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes users; passwords are hashed with Argon2id (settings.PASSWORD_HASHERS)."""

    def get_by_natural_key(self, username: str | None) -> User:
        """This function will find a user whichever way the name is capitalised; User.DoesNotExist otherwise."""
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **extra: Any) -> User:
        """This function will make and store a user; without a password they cannot sign in with one."""
        user = self.model(username=self.model.normalize_username(username), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **extra: Any) -> User:
        """This function will make a user whom Django refuses nothing; for the person who runs the machine."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in."""

    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        app_label = "platform"
        # "Mia" and "mia" must not be two people
        constraints: ClassVar = [models.UniqueConstraint(Lower("username"), name="platform_user_username_once")]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """This function will give the name shown to colleagues."""
        return str(self)

    def get_short_name(self) -> str:
        """This function will give the name shown in small places."""
        return str(self)
