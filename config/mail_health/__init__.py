"""Is our mail well? For whoever keeps the site: a page, and `manage.py mail_health`."""
