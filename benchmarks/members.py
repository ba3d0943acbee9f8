"""Members who save without pause, over HTTP, with session and CSRF token, as the sheet's script does."""

import http.client
import json
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import uuid4

from benchmarks.site import Place, Served

TIMEOUT = 30
PAUSE_WITHOUT_SERVER = 0.1
OK = 200
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A save that the server said it has done."""

    address: str
    session: str
    version: int
    value: int


@dataclass
class Tally:
    """What the members were answered."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    unanswered: int = 0


class Browser:
    """One member's browser."""

    def __init__(self, place: Place, site: Served, tally: Tally) -> None:
        self.place, self.site, self.tally = place, site, tally
        self.versions: dict[str, int] = {}
        self.turn = 0
        self._connection: http.client.HTTPConnection | None = None
        self._headers = {"Cookie": f"sessionid={place.session}"}

    def open_sheet(self) -> None:
        """Read the sheet, which brings the CSRF cookie and token."""
        response, body = self._send("GET", self.place.sheet)
        found = _TOKEN.search(body)
        if response.status != OK or found is None:
            raise RuntimeError(f"{self.place.sheet} answered {response.status} without a form")
        cookie = str(response.getheader("Set-Cookie"))
        secret = re.search(r"csrftoken=(\w+)", cookie)
        self._headers["Cookie"] += f"; csrftoken={secret[1] if secret else ''}"
        self._headers["X-CSRFToken"] = found[1].decode()
        self._headers["Content-Type"] = "application/json"

    def reconnect(self) -> None:
        """Start with a new connection: the server closes one that was idle for two seconds."""
        self._connection = None

    def insert(self) -> None:
        """One bare insert."""
        self._timed("/bare/", json.dumps({"value": 4}))

    def save(self, stop: threading.Event) -> None:
        """One mark; while nobody answers the same request is sent again, until `stop`."""
        address = self.place.cells[self.turn % len(self.place.cells)]
        value, version = self.turn % 6, self.versions.get(address, 0)
        self.turn += 1
        body = json.dumps(
            {
                "op": str(uuid4()),
                "version": version,
                "state": "marked",
                "value": value,
                "comment": "As seen in the trial.",
            }
        )
        while (said := self._timed(address, body)) is None and not stop.is_set():
            time.sleep(PAUSE_WITHOUT_SERVER)
        if said is not None:
            self.versions[address] = said["version"]
            self.tally.acknowledged.append(Acknowledged(address, self.place.session, said["version"], value))

    def _timed(self, address: str, body: str) -> dict[str, int] | None:
        began = time.monotonic()
        try:
            response, answer = self._send("POST", address, body)
        except (OSError, http.client.HTTPException):
            self._connection = None
            self.tally.unanswered += 1
            return None
        self.tally.statuses[response.status] = self.tally.statuses.get(response.status, 0) + 1
        if response.status != OK:
            return None
        self.tally.seconds.append(time.monotonic() - began)
        said: dict[str, int] = json.loads(answer)
        return said

    def _send(self, method: str, address: str, body: str = "") -> tuple[http.client.HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=TIMEOUT)
        self._connection.request(method, address, body or None, self._headers)
        response = self._connection.getresponse()
        return response, response.read()


def browsers(places: list[Place], site: Served, tally: Tally) -> list[Browser]:
    """One for each member, with the sheet open."""
    opened = [Browser(place, site, tally) for place in places]
    for browser in opened:
        browser.open_sheet()
    return opened


def all_at_once(everyone: list[Browser], what: str, *, seconds: float) -> float:
    """Everybody does it again and again; returns how often a second it was done."""
    stop = threading.Event()
    before = len(everyone[0].tally.seconds)
    began = time.monotonic()
    with ThreadPoolExecutor(len(everyone)) as threads:
        running = [threads.submit(_again_and_again, browser, what, stop) for browser in everyone]
        time.sleep(seconds)
        stop.set()
        for each in running:
            each.result(TIMEOUT * 2)
    return (len(everyone[0].tally.seconds) - before) / (time.monotonic() - began)


def _again_and_again(browser: Browser, what: str, stop: threading.Event) -> None:
    browser.reconnect()
    while not stop.is_set():
        if what == "insert":
            browser.insert()
        else:
            browser.save(stop)
