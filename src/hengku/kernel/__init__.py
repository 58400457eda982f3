"""The ground everything stands on: exact quantity and money, double-entry legs, refusals, texts, registries.

Tables: none. May call: nothing (plain Python; psycopg for the SQL edge, no Django).
"""
