"""The directory of account sets 账套: the only table of ours in the public schema."""
