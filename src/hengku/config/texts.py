"""Refusals of the house itself."""

from hengku.kernel.texts import Text

MESSAGES = {
    "account_set_name_invalid": Text(
        "账套标识只能用小写字母和数字，以字母开头，例如 branch2。",
        "An account set's name is small letters and digits, beginning with a letter, such as branch2.",
    ),
    "account_set_exists": Text(
        "账套 {name} 已存在，请换一个标识。", "There is an account set {name} already; choose another name."
    ),
    "account_set_is_last": Text(
        "这是最后一个可用账套，不能归档。请先新建另一个。",
        "This is the last live account set; create another before archiving it.",
    ),
}
