"""Who may: users, roles, grants, scopes, API tokens, sign-in, the audit of every write, repeated-request memory.

Tables: identity_user, identity_department, identity_position, identity_role, identity_grant,
identity_user_role, identity_session, identity_api_token, identity_sign_in_brake, identity_second_factor, identity_duty_conflict, identity_sign_in_entry, identity_audit_entry, identity_idempotency_record, identity_system_setting.
May call: kernel.
"""
