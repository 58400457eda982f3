"""The PostgreSQL server the product brings along: found, created, tuned, started, watched and stopped.

Nothing here knows Django, so that settings may ask `connection.resolve()` while Django itself is still starting.
Any folder with PostgreSQL programs will do (see `binaries`); `DATABASE_URL` replaces all of it.
"""
