"""Composition root: settings, urls, wiring, and what starts, serves, backs up and supervises the product."""
