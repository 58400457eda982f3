"""The brake on guessing passwords: so many attempts in a window, then a wait until the window is over."""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
ATTEMPTS_PER_USER = 5
ATTEMPTS_PER_ADDRESS = 20
"""A shop's computers share one address, so it bears more than one person does."""
QUESTIONS_PER_ADDRESS = 100
"""Looking for a passkey or setting out for a provider proves nothing yet, and is given up more often."""


def wait_left(*, attempts: int, allowed: int, window_started_at: datetime, at: datetime) -> timedelta:
    """How long to wait before this attempt may be looked at; zero when it may. attempts counts this one too."""
    left = window_started_at + WINDOW - at
    return left if attempts > allowed and left > timedelta(0) else timedelta(0)


def in_minutes(wait: timedelta) -> int:
    """Whole minutes, rounded up, at least 1."""
    return max(1, -(-int(wait.total_seconds()) // 60))
