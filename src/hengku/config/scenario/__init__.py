"""Scenarios: stories in plain data (what happened, what must be true) performed through the public HTTP API.

The runner brings nothing of its own to the books: it creates a sandbox account set, posts what the file says, asks the product's
reports and compares. What a file uses and the product cannot do is a failure with its name, never a skip.
"""
