"""Concurrent steps: many requests at the same moment, each a document of its own, each perhaps sent more than once."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

from hengku.config.scenario.checks.compare import Difference
from hengku.config.scenario.door import Answer, NotOffered
from hengku.config.scenario.telling import body_of, remember
from hengku.config.scenario.words import reasons
from hengku.config.scenario.world import World


@dataclass(frozen=True, slots=True)
class Sent:
    """One order of the crowd and every answer to it: as many as it was sent times."""

    step: Mapping[str, Any]
    answers: tuple[Answer, ...]

    @property
    def ok(self) -> bool:
        return any(answer.ok for answer in self.answers)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(refusal.code for answer in self.answers for refusal in answer.refusals)

    @property
    def results(self) -> set[str]:
        """What the answers say happened: the document made, or the reasons it was refused for."""
        return {
            str(answer.body["id"]) if answer.ok else ",".join(sorted(refusal.code for refusal in answer.refusals))
            for answer in self.answers
        }


def perform_at_once(world: World, step: Mapping[str, Any]) -> Iterator[Difference]:
    """Send everything at the same moment and compare the outcome. Raises NotOffered."""
    told = step["concurrent"]
    repeat, send_each = int(told.get("repeat", 1)), int(told.get("send_each", 1))
    wanted = [{"date": step["date"], **request} for request in told["requests"] for _ in range(repeat)]
    if any(request.get("with") for request in wanted):
        raise NotOffered("concurrent requests with documents posted together")
    crowd = _send(world, wanted, send_each)
    for sent in crowd:
        if sent.ok and repeat == 1:
            remember(world, sent.step, next(answer.body for answer in sent.answers if answer.ok))
    yield from _compare(step["outcome"], crowd)


def _send(world: World, wanted: list[dict[str, Any]], send_each: int) -> list[Sent]:
    bodies = [body_of(world, request) for request in wanted]
    keys = [secrets.token_hex(8) for _ in wanted]
    calls = [index for index in range(len(wanted)) for _ in range(send_each)]
    start = Barrier(len(calls))

    def send(index: int) -> Answer:
        start.wait()
        try:
            who = wanted[index].get("by", "owner")
            return world.door.ask("POST", "/documents", bodies[index], who=who, key=keys[index])
        finally:
            world.door.leave_thread()

    with ThreadPoolExecutor(max_workers=len(calls)) as threads:
        answers = list(threads.map(send, calls))
    return [
        Sent(request, tuple(answer for answer, call in zip(answers, calls, strict=True) if call == index))
        for index, request in enumerate(wanted)
    ]


def _compare(outcome: Mapping[str, Any], crowd: list[Sent]) -> Iterator[Difference]:
    refused = Counter(code for sent in crowd if not sent.ok for code in sent.codes)
    found = f"ok {sum(sent.ok for sent in crowd)}, refused {dict(refused)}"
    if int(outcome["ok"]) != sum(sent.ok for sent in crowd):
        yield Difference("outcome", "ok", str(outcome["ok"]), found)
    for reason, number in (outcome.get("refused") or {}).items():
        codes = reasons(reason)
        if int(number) != sum(bool(sent.codes & codes) for sent in crowd if not sent.ok):
            yield Difference("outcome", reason, str(number), found)
    if outcome.get("repeats") == "same_result":
        for sent in crowd:
            if len(sent.results) > 1:
                yield Difference("outcome", "repeats", "the same result", " / ".join(sorted(sent.results)))
