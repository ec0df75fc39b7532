"""Talking to a learning record store (LRS): xAPI 1.0.3 over HTTP.

The standard library suffices for one request after the other. It is told not to follow redirects, which
would take the credentials along, and not to use a proxy for this computer itself.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import json
import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

from trainer.errors import TrainerError, UsageError
from trainer.i18n import gettext as _

TRIES = 5
FIRST_WAIT, LONGEST_WAIT, MOST_WAITING = 0.5, 30.0, 60.0
"""Seconds before the second try, doubled each time; at most before one try, and before all together."""
TIMEOUT = 20.0
_LARGEST = 8 * 1024 * 1024
"""Bytes of an answer that are read."""
_SET_BY_STORE = {"stored", "authority", "version", "definition", "display"}
"""What a store may add or change without it being another statement (part two, 2.3.1 and 2.4.8)."""

Statement = dict[str, Any]


class NotSent(TrainerError):
    """The store did not take what was sent.

    `for_all`: nothing else would be taken either, as when it cannot be reached or the credentials are wrong.
    """

    def __init__(self, message: str, *, for_all: bool = False) -> None:
        super().__init__(message)
        self.for_all = for_all


class Delivery(NamedTuple):
    """What came of a batch: statements taken, there already, and there under the same id with other content."""

    taken: int = 0
    there: int = 0
    different: tuple[str, ...] = ()


def address(url: str) -> str:
    """The endpoint in one form. Raises UsageError for one that is no safe place to send to."""
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https") or not url.strip().isprintable():
        raise UsageError(
            _("--endpoint takes an address such as https://lrs.example/xapi, not “{url}”.").format(
                url=url
            )
        )
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise UsageError(
            _(
                "The endpoint is the address alone; credentials come from the environment or a keyring."
            )
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(_("The endpoint must begin with https, unless it is on this computer."))
    path = parts.path.rstrip("/").removesuffix("/statements")
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def authorization(endpoint: str, environ: Mapping[str, str] = os.environ) -> str:
    """The header that says who sends: TRAINER_LRS_TOKEN, else TRAINER_LRS_USER and _PASSWORD, else a keyring's.

    In the keyring they stand under the endpoint's address as the service. Empty for a store on this computer
    without any. Raises UsageError when there are none, or none that a header can carry.
    """
    token = environ.get("TRAINER_LRS_TOKEN", "")
    user, password = environ.get("TRAINER_LRS_USER", ""), environ.get("TRAINER_LRS_PASSWORD", "")
    if not token and not password:
        user, password = _from_keyring(endpoint, user)
    if token:
        if not (token.isascii() and token.isprintable()):
            raise UsageError(_("TRAINER_LRS_TOKEN has characters that no token has."))
        return f"Bearer {token}"
    if user and password:
        pair = base64.b64encode(f"{user}:{password}".encode("utf-8", "surrogateescape"))
        return f"Basic {pair.decode()}"
    if is_loopback(urlsplit(endpoint).hostname or ""):
        return ""
    raise UsageError(
        _(
            "Credentials are missing: set TRAINER_LRS_USER and TRAINER_LRS_PASSWORD, or "
            "TRAINER_LRS_TOKEN, or keep them in a keyring under “{service}”."
        ).format(service=endpoint)
    )


def _from_keyring(endpoint: str, user: str) -> tuple[str, str]:
    try:
        import keyring
    except ImportError:
        return user, ""
    try:
        found = keyring.get_credential(endpoint, user or None)
    except (
        Exception
    ):  # each system's keyring fails in its own way; without it there is the environment
        return user, ""
    return (found.username, found.password) if found else (user, "")


class Store:
    """One LRS. `sleep` is how it waits between tries."""

    def __init__(
        self,
        endpoint: str,
        authorization: str = "",
        *,
        sleep: Callable[[float], object] = time.sleep,
        timeout: float = TIMEOUT,
    ) -> None:
        self.endpoint, self._sleep, self._timeout = endpoint, sleep, timeout
        self._patience = MOST_WAITING
        self._headers = {
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json; charset=utf-8",
            "Accept": "application/json",
            "User-Agent": "trainer",
        }
        if authorization:
            self._headers["Authorization"] = authorization
        ways: list[request.BaseHandler] = [_NoRedirects()]
        if is_loopback(urlsplit(endpoint).hostname or ""):
            ways.append(request.ProxyHandler({}))
        self._opener = request.build_opener(*ways)

    def deliver(self, statements: Sequence[Statement]) -> Delivery:
        """Send a batch. A store that says it has some of it is asked which. Raises NotSent."""
        status = self._post(statements)
        if status == http.client.NO_CONTENT:  # nothing new in it
            return Delivery(there=len(statements))
        if status != http.client.CONFLICT:
            return Delivery(taken=len(statements))
        missing, different, there = [], [], 0
        for statement in statements:
            kept = self._kept(statement["id"])
            if kept is None:
                missing.append(statement)
            elif agrees(statement, kept):
                there += 1
            else:
                different.append(statement["id"])
        if missing and (
            len(missing) == len(statements) or self._post(missing) == http.client.CONFLICT
        ):
            raise NotSent(_("The store says that it has what it does not have (409)."))
        return Delivery(len(missing), there, tuple(different))

    def _post(self, statements: Sequence[Statement]) -> int:
        """The status: one of success, or 409 when there is a conflict. Raises NotSent."""
        body = json.dumps(list(statements), ensure_ascii=False).encode()
        status, answer = self._ask("POST", "/statements", body)
        if status == http.client.CONFLICT or 200 <= status < 300:
            return status
        raise _refused(status, answer)

    def _kept(self, statement_id: str) -> Statement | None:
        query = urlencode({"statementId": statement_id})
        status, answer = self._ask("GET", f"/statements?{query}")
        if status == http.client.NOT_FOUND:
            return None
        if status != http.client.OK:
            raise _refused(status, answer)
        try:
            kept = json.loads(answer)
        except (ValueError, RecursionError):
            kept = None
        if isinstance(kept, dict) and isinstance(kept.get("statements"), list):
            # not as specified for a single one, but some stores answer with a list all the same
            return next((s for s in kept["statements"] if _has_id(s, statement_id)), None)
        if not _has_id(kept, statement_id):
            raise NotSent(_("The store answers with what is no statement."))
        found: Statement = kept
        return found

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and answer, tried again as long as that may help. Raises NotSent."""
        fault = NotSent("")
        for wait in (*_waits(), None):
            asked = request.Request(self.endpoint + path, body, dict(self._headers), method=method)
            try:
                with self._opener.open(asked, timeout=self._timeout) as answer:
                    return answer.status, answer.read(_LARGEST)
            except HTTPError as error:
                with error:
                    said = b""
                    with suppress(OSError, http.client.HTTPException):
                        said = error.read(_LARGEST)
                if error.code != http.client.TOO_MANY_REQUESTS and error.code < 500:
                    return error.code, said
                fault = _refused(error.code, said)
                if wait is not None:
                    wait = max(wait, _asked_wait(error.headers.get("Retry-After")))
            except (OSError, http.client.HTTPException) as error:
                fault, is_final = _unreachable(self.endpoint, error)
                if is_final:
                    raise fault from error
            if wait is None or self._patience <= 0:
                break
            wait = min(wait, LONGEST_WAIT)
            self._patience -= wait
            self._sleep(wait)
        raise fault


def _has_id(kept: Any, statement_id: str) -> bool:
    return isinstance(kept, dict) and str(kept.get("id")).lower() == statement_id


class _NoRedirects(request.HTTPRedirectHandler):
    def redirect_request(self, *_asked: Any, **_more: Any) -> None:
        return None


def agrees(sent: Any, kept: Any) -> bool:
    """Whether a store has what was sent: it may add to it, and write times and numbers its own way."""
    if isinstance(sent, dict) and isinstance(kept, dict):
        return all(
            key in kept and agrees(value, kept[key])
            for key, value in sent.items()
            if key not in _SET_BY_STORE
        ) and not (_reportable(kept) - _reportable(sent))
    if isinstance(sent, list) and isinstance(kept, list):
        return len(sent) == len(kept) and all(map(agrees, sent, kept))
    if isinstance(sent, str) and isinstance(kept, str):
        moment = _moment(sent)
        return sent == kept or (moment is not None and moment == _moment(kept))
    return (type(sent) is type(kept) and sent == kept) or _is_same_number(sent, kept)


def _reportable(part: Mapping[str, Any]) -> set[str]:
    """Keys that a store does not make up: what somebody said, and what it was worth."""
    return {"response", "score", "result", "success", "completion"} & set(part)


def _is_same_number(one: Any, other: Any) -> bool:
    numbers = all(type(n) in (int, float) for n in (one, other))
    return numbers and abs(one - other) < 1e-6


def _moment(said: str) -> datetime | None:
    with suppress(ValueError):
        moment = datetime.fromisoformat(said)
        return moment if moment.tzinfo else None
    return None


def _waits() -> Iterator[float]:
    for number in range(TRIES - 1):
        yield FIRST_WAIT * 2**number


def _asked_wait(said: str | None) -> float:
    """Seconds that the store asks to be left alone; a date is not read."""
    return float(said) if said and said.isascii() and said.isdigit() and len(said) < 9 else 0.0


def _refused(status: int, answer: bytes) -> NotSent:
    said = " ".join(answer[:300].decode("utf-8", "replace").split())
    if status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        message = _("The store does not accept the credentials ({status}).")
    elif 300 <= status < 400:
        message = _("The store is elsewhere ({status}): say its own address.")
    elif status == http.client.NOT_FOUND:
        message = _("There is no store at this address ({status}).")
    elif status == http.client.TOO_MANY_REQUESTS or status >= 500:
        message = _("The store cannot take it now ({status}).")
    else:
        refusal = _("The store refuses it ({status}): {said}").format(status=status, said=said)
        return NotSent(refusal)
    broken = status == http.client.INTERNAL_SERVER_ERROR  # perhaps over this batch alone
    return NotSent(message.format(status=status), for_all=not broken)


def _unreachable(endpoint: str, error: Exception) -> tuple[NotSent, bool]:
    """The fault, and whether there is no use in trying again."""
    reason = error.reason if isinstance(error, URLError) else error
    said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    message = _("{endpoint} cannot be reached: {reason}.").format(endpoint=endpoint, reason=said)
    return NotSent(message, for_all=True), isinstance(reason, ssl.SSLCertVerificationError)
