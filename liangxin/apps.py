"""Configuration of the project package and of the admin frame."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class LiangxinConfig(AppConfig):
    """Helpers that know no register."""

    name = "liangxin"
    verbose_name = "系统"


class FrameConfig(AdminConfig):
    """Django's admin with our site; roles decide, so its groups have no page."""

    default_site = "liangxin.site.Site"

    def ready(self):
        super().ready()
        from django.contrib import admin
        from django.contrib.auth.models import Group

        if admin.site.is_registered(Group):
            admin.site.unregister(Group)
