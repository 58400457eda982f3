"""Backup, restore, retention and the jobs that keep an installation healthy."""
