"""Telling people: into their list at once, and towards mail and channels as they chose."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hengku.identity.models import Notice, NoticeChoice, NoticeDelivery, User
from hengku.identity.types import NOTICE_KINDS, Act, NoticeKind
from hengku.kernel.errors import refuse
from hengku.kernel.texts import Language, Text

MAIL = "mail"
CHANNEL = "channel:"
_LONGEST_TITLE = 300
_NOTHING = Text("", "")
_LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


@dataclass(frozen=True, slots=True)
class News:
    """Something some people are to be told. path: the page it is about."""

    kind: NoticeKind
    people: tuple[int, ...]
    title: Text
    body: Text = _NOTHING
    path: str = ""


def notify(*, news: Sequence[News], at: datetime, also: Mapping[str, Sequence[str]] | None = None) -> int:
    """Tell the people who still work here, in the caller's transaction; gives how many messages now wait to be sent out.

    also: channels ("channel:3") that hear of kinds of notices whoever is concerned.
    """
    known = {
        user.pk: user
        for user in User.objects.filter(pk__in={one for told in news for one in told.people}, is_active=True)
    }
    told = [
        Notice(
            user_id=person, kind=one.kind, title=_both(one.title), body=_both(one.body), path=one.path, at=at
        )
        for one in news
        for person in dict.fromkeys(one.people)
        if person in known
    ]  # fmt: skip
    Notice.objects.bulk_create(told)
    chosen = dict(NoticeChoice.objects.filter(user_id__in=known).values_list("user_id", "ways"))
    leaving = [row for one in news for row in _deliveries(one, known, chosen, also or {}, at)]
    NoticeDelivery.objects.bulk_create(leaving)
    return len(leaving)


def _both(text: Text) -> dict[str, str]:
    return {language: text.in_language(language) for language in _LANGUAGES}


def _deliveries(
    news: News,
    known: Mapping[int, User],
    chosen: Mapping[int, Mapping[str, Sequence[str]]],
    also: Mapping[str, Sequence[str]],
    at: datetime,
) -> Iterable[NoticeDelivery]:
    people = [person for person in dict.fromkeys(news.people) if person in known]
    ways: dict[str, list[int]] = defaultdict(list)
    for person in people:
        for way, kinds in chosen.get(person, {}).items():
            if news.kind in kinds and (way != MAIL or known[person].email):
                ways[way].append(person)
    for way, kinds in also.items():
        if news.kind in kinds and people:
            ways[way] = people
    for way, those in ways.items():
        for group in [[one] for one in those] if way == MAIL else [those]:
            language: Language = "en" if known[group[0]].language == "en" else "zh-CN"
            yield NoticeDelivery(
                way=way, user_ids=group, language=language, title=news.title.in_language(language)[:_LONGEST_TITLE],
                body=news.body.in_language(language), path=news.path, state="PENDING", next_attempt_at=at, created_at=at,
            )  # fmt: skip


def mark_read(*, act: Act, notice_ids: Collection[int] | None) -> int:
    """The actor has read these notices of theirs (None: all of them); gives how many were unread."""
    unread = Notice.objects.filter(user_id=act.actor_id or 0, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=notice_ids)
    return unread.update(read_at=act.at)


def choose_ways(*, act: Act, ways: Mapping[str, Sequence[str]], offered: Collection[str]) -> None:
    """How the actor wants to hear of what. Raises Refused: invalid_choice for a way or kind that is not offered."""
    if act.actor_id is None:
        raise refuse("permission_denied", status=403, resource="notices", action="update")
    wrong = [way for way in ways if way not in offered] + [
        kind for kinds in ways.values() for kind in kinds if kind not in NOTICE_KINDS
    ]
    if wrong:
        raise refuse("invalid_choice", loc=("ways", wrong[0]))
    kept = {way: list(dict.fromkeys(kinds)) for way, kinds in ways.items() if kinds}
    NoticeChoice.objects.update_or_create(user_id=act.actor_id, defaults={"ways": kept, "updated_at": act.at})
