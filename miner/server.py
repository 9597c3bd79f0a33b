"""The miner's HTTP server: one path for questions, signed both ways, and `/health`.

What costs least is checked first: the headers, the receiver, the age, the caller, the length, the room left; then the
body is read and its signature checked; only what passes all this is parsed. A refusal is a JSON object with `code`,
`what` and `expected`.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from chain.client import signed_request
from chain.client.signed_request import Claims, SignatureRefused
from chain.client.submit import SigningKey
from miner.answering import Answerer, AnswerUnavailable
from miner.nonces import NonceStore
from miner.policy import CallerPolicy
from subnets.wire import WireError

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ServerLimits:
    """What one miner takes on at a time. Bytes and seconds."""

    longest_body: int
    answer_seconds: float
    body_seconds: float = 5.0
    at_once: int = 16
    at_once_per_caller: int = 4


class Refused(Exception):
    """A request that is not answered."""

    def __init__(self, status: int, code: str, what: str, expected: str) -> None:
        super().__init__(what)
        self.status = status
        self.content = {"code": code, "what": what, "expected": expected}


class AnswerServer:
    """Answers signed questions on one path."""

    def __init__(
        self,
        key: SigningKey,
        path: str,
        answerer: Answerer,
        policy: CallerPolicy,
        limits: ServerLimits,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._key = key
        self._path = path
        self._answerer = answerer
        self._policy = policy
        self._limits = limits
        self._now_ns = now_ns
        self._nonces = NonceStore()
        self._under_way: Counter[str] = Counter()
        self._workers = ThreadPoolExecutor(max_workers=limits.at_once, thread_name_prefix="answer")
        self.answered = 0
        self.refused: Counter[str] = Counter()

    def application(self) -> FastAPI:
        """The ASGI application."""
        application = FastAPI(title="weft miner", openapi_url=None, docs_url=None, redoc_url=None)
        application.add_api_route(self._path, self.question, methods=["POST"], response_model=None)
        application.add_api_route("/health", self.health, methods=["GET"], response_model=None)
        return application

    def close(self) -> None:
        """Wait for the answers under way."""
        self._workers.shutdown(wait=True)

    async def health(self) -> JSONResponse:
        """Who this is and what it has done."""
        return JSONResponse(
            {
                "hotkey": self._key.ss58_address,
                "path": self._path,
                "answered": self.answered,
                "refused": dict(self.refused),
                "under_way": self._under_way.total(),
            }
        )

    async def question(self, request: Request) -> Response:
        """Answer one signed question."""
        try:
            claims = self._admit(request)
            with _Place(self._under_way, claims.hotkey, self._limits) as place:
                body = await self._read_body(request)
                self._authenticate(request, claims, body)
                answer = await self._answer(body, place)
        except SignatureRefused as refusal:
            return self._refuse(Refused(401, refusal.code, refusal.what, refusal.expected))
        except Refused as refusal:
            return self._refuse(refusal)
        self.answered += 1
        path = signed_request.answer_path(self._path, claims.nonce_ns)
        headers = signed_request.sign(self._key, method="RESPONSE", path=path, body=answer, receiver=claims.hotkey)
        return Response(answer, media_type="application/json", headers=headers)

    def _admit(self, request: Request) -> Claims:
        """Everything that the headers alone decide."""
        for header in signed_request.HEADERS:
            if len(request.headers.getlist(header)) > 1:
                raise Refused(401, "malformed_auth", f"{header} is given more than once", "each header once")
        claims = signed_request.read_claims(request.headers)
        signed_request.check_receiver(claims, self._key.ss58_address)
        signed_request.check_freshness(claims, self._now_ns())
        denial = self._policy.denial(claims.hotkey)
        if denial is not None:
            raise Refused(403, denial.code, denial.what, denial.expected)
        declared = request.headers.get("content-length", "0")
        if not (declared.isascii() and declared.isdigit()) or int(declared) > self._limits.longest_body:
            raise self._too_long(declared)
        return claims

    async def _read_body(self, request: Request) -> bytes:
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > self._limits.longest_body:
                        raise self._too_long(f"over {len(body)}")
        except TimeoutError:
            raise Refused(
                408, "slow_body", "the body did not arrive in time", f"all of it in {self._limits.body_seconds:g} s"
            ) from None
        return bytes(body)

    def _authenticate(self, request: Request, claims: Claims, body: bytes) -> None:
        target: bytes = request.scope.get("raw_path") or request.url.path.encode()
        if request.scope["query_string"]:
            target += b"?" + request.scope["query_string"]
        signed_request.check_signature(claims, method=request.method, path=target.decode("latin-1"), body=body)
        if not self._nonces.use(claims.hotkey, claims.nonce_ns, self._now_ns()):
            raise Refused(401, "replayed_request", "this nonce was used before", "a new nonce for each request")

    async def _answer(self, body: bytes, place: "_Place") -> bytes:
        work = asyncio.wrap_future(self._workers.submit(self._answerer.answer, body))
        place.hold_until_done(work)
        try:
            async with asyncio.timeout(self._limits.answer_seconds):
                return await asyncio.shield(work)
        except WireError as error:
            raise Refused(422, "bad_request", str(error), "a request of this subnet's task") from None
        except AnswerUnavailable as error:
            raise Refused(503, "no_answer", str(error), "to be asked again later") from None
        except TimeoutError:
            raise Refused(
                504, "too_slow", "the answer is not ready", f"an answer within {self._limits.answer_seconds:g} s"
            ) from None
        except Exception as error:
            # The border of the process: one question must not end the miner, and its owner must see why.
            _log.exception("a question could not be answered")
            raise Refused(500, "failed", f"the miner failed: {type(error).__name__}", "an answer") from error

    def _refuse(self, refusal: Refused) -> JSONResponse:
        self.refused[refusal.content["code"]] += 1
        return JSONResponse(refusal.content, status_code=refusal.status)

    def _too_long(self, length: str) -> Refused:
        return Refused(
            413, "body_too_long", f"the body has {length[:20]} bytes", f"at most {self._limits.longest_body}"
        )


class _Place:
    """A caller's place among the questions under way, kept until its work is done even if nobody waits for it."""

    def __init__(self, under_way: Counter[str], hotkey: str, limits: ServerLimits) -> None:
        if under_way.total() >= limits.at_once or under_way[hotkey] >= limits.at_once_per_caller:
            raise Refused(
                503,
                "busy",
                f"{under_way.total()} questions are under way, {under_way[hotkey]} of them from this caller",
                f"fewer than {limits.at_once} and {limits.at_once_per_caller}; ask again later",
            )
        self._under_way = under_way
        self._hotkey = hotkey
        self._work: asyncio.Future[bytes] | None = None

    def __enter__(self) -> "_Place":
        self._under_way[self._hotkey] += 1
        return self

    def __exit__(self, *_: object) -> None:
        if self._work is None or self._work.done():
            self._leave()
        else:
            self._work.add_done_callback(self._abandoned)

    def hold_until_done(self, work: asyncio.Future[bytes]) -> None:
        """Keep the place for as long as this work lasts."""
        self._work = work

    def _abandoned(self, work: asyncio.Future[bytes]) -> None:
        self._leave()
        if not work.cancelled() and work.exception() is not None:
            _log.warning("a question given up on failed: %s", work.exception())

    def _leave(self) -> None:
        self._under_way[self._hotkey] -= 1
        if self._under_way[self._hotkey] == 0:
            del self._under_way[self._hotkey]
