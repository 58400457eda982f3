"""What can go wrong with the database server, each with a sentence a user can act on."""

from hengku.config.words import say


class DatabaseError(Exception):
    """The database server cannot be used. `str()` says why and what to do, in the terminal's language."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(say(en, zh))
        self.en = en
        self.zh = zh


class NotRunning(DatabaseError):
    """Nobody serves this home now."""


class HeldByAnother(DatabaseError):
    """Another process works with this home; two at once would damage it."""


class WrongMajor(DatabaseError):
    """The data folder, or the server behind DATABASE_URL, is of a PostgreSQL version this program cannot use."""


class DiskFull(DatabaseError):
    """Too little room on the disk to start safely."""


class Unreachable(DatabaseError):
    """A folder cannot be entered by the account the database runs as, or a server does not answer."""


class StartFailed(DatabaseError):
    """The server did not start; the text carries the last lines of its log."""
