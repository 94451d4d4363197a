from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "careline.interfaces.desk"
    label = "desk"
