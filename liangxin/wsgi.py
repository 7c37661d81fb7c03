"""The WSGI application, for waitress and gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from liangxin import starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liangxin.settings")

application = get_wsgi_application()
starting.started()
