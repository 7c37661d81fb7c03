from django.apps import AppConfig


class LiangxinConfig(AppConfig):
    name = "liangxin"
    verbose_name = "系统"
