"""How things are described: field, resource and report specifications, and the generic list/record engine built on them.

Tables: metadata_saved_view. May call: identity, kernel.
"""
