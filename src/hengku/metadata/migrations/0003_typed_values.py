"""Values of custom fields with their type, for filters, sorts and indexes: nothing where the stored value is of another kind, so
that one bad value never stops a query or a write. Immutable and simple, so that the planner puts the body in their place."""

from django.db import migrations

_FUNCTIONS = {
    "erp_num": ("numeric", "number", "(ext ->> key)::numeric"),
    "erp_txt": ("text", "string", "ext ->> key"),
    "erp_bool": ("boolean", "boolean", "(ext ->> key)::boolean"),
}


def _make(name: str, gives: str, kind: str, value: str) -> str:
    return (
        f"CREATE FUNCTION {name}(ext jsonb, key text) RETURNS {gives} LANGUAGE sql IMMUTABLE PARALLEL SAFE "
        f"AS $$ SELECT CASE WHEN jsonb_typeof(ext -> key) = '{kind}' THEN {value} END $$"
    )


class Migration(migrations.Migration):
    dependencies = [("metadata", "0002_custom_fields")]

    operations = [
        migrations.RunSQL(_make(name, *parts), f"DROP FUNCTION {name}(jsonb, text)")
        for name, parts in _FUNCTIONS.items()
    ]
