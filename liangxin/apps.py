"""Configuration of the project package and of the admin frame."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class LiangxinConfig(AppConfig):
    """Helpers that know no register."""

    name = "liangxin"
    verbose_name = "系统"

    def ready(self):
        import liangxin.among  # noqa: F401 - registers the lookup


class FrameConfig(AdminConfig):
    """Django's admin with our site; roles decide, so its groups have no page, and the queue of jobs is no register."""

    default_site = "liangxin.site.Site"

    def ready(self):
        super().ready()
        from django.contrib import admin
        from django.contrib.auth.models import Group
        from django_tasks_db.models import DBTaskResult

        for model in (Group, DBTaskResult):
            if admin.site.is_registered(model):
                admin.site.unregister(model)
