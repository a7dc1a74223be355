"""The site for any WSGI server: `gunicorn wsgi:application`."""

from catalogue.app import from_environment

application = from_environment()
