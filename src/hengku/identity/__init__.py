"""Who may: users, roles, grants, scopes, API tokens, sign-in, the audit of every write, repeated-request memory.

Tables: identity_user, identity_role, identity_grant, identity_api_token, identity_audit_entry, identity_idempotency_record.
May call: kernel.
"""
