"""Forms an account set makes for itself."""

from django.db import models

from hengku.masterdata.models.base import Record


class UserForm(Record):
    """自定义表单: a document type of the account set's own. code ("u_…") is chosen once; prefix: of its numbers; menu: the room of
    the menu it stands in; has_rows: its documents have rows (明细) beside the header; pushes: built-in drafts that are made from it
    ([{target, header: {field: source}, lines: {field: source}, each: "row" | "form"}]); archived: nobody makes new ones."""

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True, default="")
    prefix = models.CharField(max_length=20)
    menu = models.CharField(max_length=40, default="forms")
    has_rows = models.BooleanField(default=False)
    help = models.CharField(max_length=300, blank=True, default="")
    pushes = models.JSONField(default=list)
    archived = models.BooleanField(default=False)

    class Meta:
        db_table = "documents_user_form"
