"""Fetching, against servers in this process that misbehave in every way we know."""

from __future__ import annotations

import hashlib
import select
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from aiplans_cli import outline
from aiplans_cli.errors import DataError, FetchError, SourceError
from aiplans_cli.sources.library.entries import Entry, load_library
from aiplans_cli.sources.library.fetching import Fetched, fetch, fetch_entry
from aiplans_cli.sources.library.origin import keep_origin, origin_of
from aiplans_cli.sources.library.requests import RefusalError, _check_target, download, host_of
from aiplans_cli.storage.files import keep

PDF = b"%PDF-1.7\n" + b"governance " * 200 + b"\n%%EOF\n"
TITLE = "人工智能全球治理行动计划"  # Global AI Governance Action Plan
PAGE = f"<!DOCTYPE html><html><title>x</title><h1>{TITLE}</h1></html>".encode()
LIMIT = 100_000

# The introduction and three points of a plan, the last of which names the Global South.
WHOLE = f"<!DOCTYPE html><html><h1>{TITLE}</h1><p>各方携手合作，推动全球治理。</p>" + "".join(
    f"<p>{number}、加强数据安全和人工智能发展，支持全球南方国家。</p>" for number in "一二三"
)
END = "</html>"


class Site(BaseHTTPRequestHandler):
    """A site whose every path behaves as its function below says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        try:
            BEHAVIOURS[urlsplit(self.path).path](self)
        except (BrokenPipeError, ConnectionResetError):  # the client had enough
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def answer(self, body: bytes, kind: str, length: int | None = None, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if length != -1:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def redirect(self, target: str) -> None:
        self.send_response(302)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def chunks(self, *parts: bytes, end: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for part in parts:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n" if end else b"")
        self.close_connection = True


def drip_body(site: Site) -> None:
    site.answer(b"%PDF", "application/pdf", 1000)
    for _ in range(200):
        site.wfile.write(b"x")
        time.sleep(0.05)


def drip_headers(site: Site) -> None:
    site.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for n in range(60):
        site.wfile.write(b"X-%d: y\r\n" % n)
        time.sleep(0.05)


def endless(site: Site) -> None:
    site.answer(b"%PDF-1.7\n", "application/pdf", -1)
    for _ in range(100):
        site.wfile.write(b"x" * 10_000)


def gibberish(site: Site) -> None:
    site.wfile.write(b"hello\r\n\r\n")
    site.close_connection = True


BEHAVIOURS: dict[str, Callable[[Site], None]] = {
    "/good.pdf": lambda site: site.answer(PDF, "application/pdf"),
    "/octets.pdf": lambda site: site.answer(PDF, "application/octet-stream"),
    "/chunked.pdf": lambda site: site.chunks(PDF[:50], PDF[50:], end=True),
    "/unmeasured.pdf": lambda site: site.answer(PDF, "application/pdf", -1),
    "/good.html": lambda site: site.answer(PAGE, "text/html; charset=utf-8"),
    "/gb.html": lambda site: site.answer(PAGE.decode().encode("gb18030"), "text/html"),
    "/whole.html": lambda site: site.answer((WHOLE + END).encode(), "text/html"),
    "/half.html": lambda site: site.answer(
        (WHOLE[: WHOLE.index("二、")] + END).encode(), "text/html"
    ),
    "/about.html": lambda site: site.answer((WHOLE.replace("、", "") + END).encode(), "text/html"),
    "/other.html": lambda site: site.answer(
        (WHOLE.replace("全球南方", "各国") + END).encode(), "text/html"
    ),
    "/wordless.html": lambda site: site.answer(
        f"<html><title>{TITLE}</title></html>".encode(), "text/html"
    ),
    "/robots.html": lambda site: site.answer(b"<html>Are you human?</html>", "text/html"),
    "/good.txt": lambda site: site.answer(TITLE.encode(), "text/plain"),
    "/binary.txt": lambda site: site.answer(b"\x00\x01" + TITLE.encode(), "text/plain"),
    "/hop": lambda site: site.redirect("/good.pdf"),
    "/loop": lambda site: site.redirect("/loop"),
    "/away": lambda site: site.redirect("http://localhost:9/x"),
    "/plain": lambda site: site.redirect("http://www.example.org/x"),
    "/elsewhere": lambda site: site.redirect("https://www.example.org/x"),
    "/file": lambda site: site.redirect("file:///etc/passwd"),
    "/nonsense": lambda site: site.redirect("http://[half/x"),
    "/missing": lambda site: site.send_error(404),
    "/broken": lambda site: site.send_error(500),
    "/page.pdf": lambda site: site.answer(b"<html>Sorry</html>", "text/html"),
    "/liar.pdf": lambda site: site.answer(b"<html>Sorry</html>", "application/pdf"),
    "/short.pdf": lambda site: site.answer(PDF[:500], "application/pdf", len(PDF)),
    "/cut.pdf": lambda site: site.answer(PDF[:500], "application/pdf", -1),
    "/false-length.pdf": lambda site: site.answer(PDF, "application/pdf", len(PDF) - 200),
    "/false-length.html": lambda site: site.answer(PAGE[:-30], "text/html"),
    "/part.pdf": lambda site: site.answer(PDF, "application/pdf", status=206),
    "/half-chunk.pdf": lambda site: site.chunks(PDF[:50], end=False),
    "/huge.pdf": lambda site: site.answer(b"%PDF-1.7", "application/pdf", LIMIT + 1),
    "/endless.pdf": endless,
    "/drip": drip_body,
    "/drip-headers": drip_headers,
    "/gibberish": gibberish,
    "/commented.html": lambda site: site.answer(b"\xef\xbb\xbf\n<!-- x -->" + PAGE, "text/html"),
    "/comments.html": lambda site: site.answer(b"<!-- x -->" * 9000, "text/html"),
}


class Proxy(BaseHTTPRequestHandler):
    """A forward proxy that also tunnels; it notes what it was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        Site.answer(self, PDF, "application/pdf")  # type: ignore[arg-type]

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        host, port = self.path.split(":")
        with socket.create_connection((host, int(port))) as upstream:
            self.send_response(200)
            self.end_headers()
            pair = {self.connection: upstream, upstream: self.connection}
            while True:
                for ready in select.select(list(pair), [], [], 5)[0]:
                    data = ready.recv(65536)
                    if not data:
                        self.close_connection = True
                        return
                    pair[ready].sendall(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    yield from serving(ThreadingHTTPServer(("127.0.0.1", 0), Site))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1".split()
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(path), "-out", f"{path}.crt"]
    subprocess.run([openssl, *command, *names, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture(scope="module")
def secure_site(certificate: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield from serving(server)


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = type("NotingProxy", (Proxy,), {"asked": asked})
    for address in serving(ThreadingHTTPServer(("127.0.0.1", 0), handler)):
        yield address, asked


def entry(*addresses: str, form: str = "pdf", data: bytes = b"") -> Entry:
    return Entry(
        id="plan",
        title="Plan",
        title_zh=TITLE,
        language="zh",
        kind="official",
        format=form,
        url=addresses[0],
        alternatives=addresses[1:],
        sha256=hashlib.sha256(data).hexdigest() if data else "",
        size=len(data),
    )


def take(wanted: Entry, folder: Path, timeout: float = 10) -> Fetched:
    return fetch_entry(wanted, folder, timeout, LIMIT, allow_loopback=True)


@pytest.mark.parametrize(
    ("path", "form", "kept"),
    [
        ("/good.pdf", "pdf", PDF),
        ("/octets.pdf", "pdf", PDF),
        ("/chunked.pdf", "pdf", PDF),
        ("/unmeasured.pdf", "pdf", PDF),
        ("/hop", "pdf", PDF),
        ("/good.html", "html", PAGE),
        ("/gb.html", "html", PAGE.decode().encode("gb18030")),
        ("/commented.html", "html", b"\xef\xbb\xbf\n<!-- x -->" + PAGE),
        ("/good.txt", "text", TITLE.encode()),
    ],
)
def test_a_good_answer_is_kept(
    site: str, tmp_path: Path, path: str, form: str, kept: bytes
) -> None:
    fetched = take(entry(f"http://{site}{path}", form=form), tmp_path)
    assert fetched.path.read_bytes() == kept
    assert (fetched.size, fetched.address) == (len(kept), f"http://{site}{path}")
    assert [file.name for file in (tmp_path / "texts").iterdir()] == [fetched.path.name]


REFUSED = [
    ("/loop", "pdf", "redirects without end"),
    ("/away", "pdf", "leads to another host (localhost)"),
    ("/plain", "pdf", "not https (http://www.example.org)"),
    ("/elsewhere", "pdf", "leads to another host (www.example.org)"),
    ("/file", "pdf", "to no address of the web"),
    ("/nonsense", "pdf", "could not be read"),
    ("/missing", "pdf", "answered 404 Not Found"),
    ("/broken", "pdf", "answered 500"),
    ("/page.pdf", "pdf", "sent text/html, not pdf"),
    ("/liar.pdf", "pdf", "only claims to be pdf"),
    ("/good.pdf", "html", "sent application/pdf, not html"),
    ("/robots.html", "html", f"without the title '{TITLE}'"),
    ("/comments.html", "html", "only claims to be html"),
    ("/binary.txt", "text", "only claims to be text"),
    ("/short.pdf", "pdf", f"broke off after 500 of {len(PDF):,} bytes"),
    ("/cut.pdf", "pdf", "the end of the pdf is missing"),
    ("/false-length.pdf", "pdf", "the end of the pdf is missing"),
    ("/false-length.html", "html", "the end of the html is missing"),
    ("/part.pdf", "pdf", "answered 206 Partial Content"),
    ("/half-chunk.pdf", "pdf", "broke off in the middle"),
    ("/huge.pdf", "pdf", "offers 100,001 bytes, more than the limit of 100,000"),
    ("/endless.pdf", "pdf", "more than the limit of 100,000 bytes"),
    ("/gibberish", "pdf", "could not be read"),
]


@pytest.mark.parametrize(("path", "form", "expected"), REFUSED)
def test_a_wrong_answer_is_refused_and_nothing_is_kept(
    site: str, tmp_path: Path, path: str, form: str, expected: str
) -> None:
    with pytest.raises(FetchError) as caught:
        take(entry(f"http://{site}{path}", form=form), tmp_path)
    line = str(caught.value)
    assert line.startswith("plan: 127.0.0.1 ")
    assert expected in line
    assert "`aiplans texts add FILE --id plan`" in line
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_slow_drip_ends_at_the_time_limit(site: str, tmp_path: Path, path: str) -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError, match=r"did not finish within 0\.3 seconds"):
        take(entry(f"http://{site}{path}"), tmp_path, timeout=0.3)
    assert time.monotonic() - begun < 2.5
    assert not list(tmp_path.rglob("*"))


def test_an_abandoned_download_stops_reading(site: str) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(RefusalError, match="was given up"):
        download(f"http://{site}/good.pdf", frozenset({"127.0.0.1"}), 5, LIMIT, True, stop)


def test_a_server_that_never_answers(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        with pytest.raises(FetchError, match=r"in time|did not finish within"):
            take(entry(address), tmp_path, timeout=0.2)


def test_a_socket_left_behind_gives_up_by_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        hosts = frozenset({"127.0.0.1"})
        with pytest.raises(RefusalError, match="did not answer in time"):
            download(address, hosts, 0.1, LIMIT, True, threading.Event())


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="Connection refused"):
        take(entry(f"http://127.0.0.1:{port}/"), tmp_path)


def test_the_recorded_digest_decides(site: str, tmp_path: Path) -> None:
    address = f"http://{site}/good.pdf"
    other = PDF + b" "
    with pytest.raises(FetchError) as caught:
        take(entry(address, data=other), tmp_path)
    line = str(caught.value)
    assert hashlib.sha256(PDF).hexdigest() in line
    assert hashlib.sha256(other).hexdigest() in line
    assert not list(tmp_path.rglob("*"))
    assert take(entry(address, data=PDF), tmp_path).path.read_bytes() == PDF


def test_addresses_are_tried_in_order(site: str, tmp_path: Path) -> None:
    wanted = entry(f"http://{site}/missing", f"http://{site}/hop", f"http://{site}/good.pdf")
    assert take(wanted, tmp_path).address.endswith("/hop")
    failing = entry(f"http://{site}/missing", f"http://{site}/broken")
    with pytest.raises(FetchError, match=r"answered 404 Not Found, 127\.0\.0\.1 answered 500"):
        take(failing, tmp_path / "other")


def whole(site: str, *pages: str) -> Entry:
    """An entry that tells what its whole text has."""
    wanted = entry(*(f"http://{site}{page}" for page in pages), form="html")
    return replace(wanted, points=3, passages=("全球南方",), characters=60)  # Global South


def test_the_first_address_with_the_whole_text_is_kept(site: str, tmp_path: Path) -> None:
    pages = ("/missing", "/half.html", "/about.html", "/whole.html", "/good.html")
    fetched = take(whole(site, *pages), tmp_path)
    assert fetched.address.endswith("/whole.html")
    assert fetched.path.read_bytes() == (WHOLE + END).encode()


PARTS = [
    ("/half.html", "it has 1 of 3 points and has"),
    ("/half.html", "characters, not 60 or more"),
    ("/about.html", "it has 0 of 3 points"),
    ("/other.html", "it lacks '全球南方'"),  # Global South
    ("/wordless.html", "sent a text that cannot be read (is a web page without"),
    ("/robots.html", "without the title"),
]


@pytest.mark.parametrize(("page", "expected"), PARTS)
def test_less_than_the_whole_text_is_not_kept(
    site: str, tmp_path: Path, page: str, expected: str
) -> None:
    with pytest.raises(FetchError) as caught:
        take(whole(site, page), tmp_path)
    assert expected in str(caught.value)
    assert not list(tmp_path.rglob("*"))


def test_each_address_is_told_why_where_none_is_whole(site: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        take(whole(site, "/missing", "/half.html", "/robots.html"), tmp_path)
    line = str(caught.value)
    assert "\n" not in line and line.count("127.0.0.1 ") == 3
    assert "404" in line and "1 of 3 points" in line and "without the title" in line


def test_where_a_text_came_from_is_kept_with_it(site: str, tmp_path: Path) -> None:
    fetched = take(whole(site, "/whole.html"), tmp_path)
    data = fetched.path.read_bytes()
    origin = origin_of("plan", data, tmp_path)
    assert origin is not None
    assert (origin.address, origin.sha256) == (fetched.address, hashlib.sha256(data).hexdigest())
    assert abs((datetime.now(UTC).date() - date.fromisoformat(origin.date)).days) <= 1
    assert origin_of("plan", data + b" ", tmp_path) is None, "of other bytes nothing is known"
    for damaged in ("{", "[]", "3", '{"address": "x"}'):
        (tmp_path / "fetched" / "plan.json").write_text(damaged, encoding="utf-8")
        assert origin_of("plan", data, tmp_path) is None


def test_the_library_shows_where_a_text_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIPLANS_DATA", str(tmp_path))
    keep(tmp_path / "texts" / "cn-2025.html", PAGE)
    told = {row["field"]: row["value"] for row in outline("cn-2025").rows()}
    assert told["came_from"] == "a file that was added"
    assert told["kept_sha256"] == hashlib.sha256(PAGE).hexdigest()
    assert told["whole_if"].startswith("its title, 13 points, ")
    origin = keep_origin("cn-2025", "https://example.org/plan", PAGE, tmp_path)
    told = {row["field"]: row["value"] for row in outline("cn-2025").rows()}
    assert (told["came_from"], told["fetched_on"]) == ("https://example.org/plan", origin.date)
    assert "came_from" not in {row["field"] for row in outline("us-2025").rows()}


def test_what_is_here_is_not_fetched_again_unless_it_is_damaged(site: str, tmp_path: Path) -> None:
    wanted = entry(f"http://{site}/good.pdf", data=PDF)
    assert take(wanted, tmp_path).address
    assert take(wanted, tmp_path).address == ""
    (tmp_path / "texts" / "plan.pdf").write_bytes(b"%PDF cut")
    assert take(wanted, tmp_path).address
    unrecorded = entry("http://127.0.0.1:1/", form="pdf")
    assert take(unrecorded, tmp_path).address == ""


def test_plain_http_and_other_machines_are_refused_without_asking(tmp_path: Path) -> None:
    for address in ("http://127.0.0.1:1/x", "http://www.example.org/", "ftp://example.org/"):
        with pytest.raises(FetchError, match="not https"):
            fetch_entry(entry(address), tmp_path, 1, LIMIT)


def test_https_needs_a_trusted_certificate(secure_site: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="certificate that cannot be trusted"):
        fetch_entry(entry(f"https://{secure_site}/good.pdf"), tmp_path, 10, LIMIT)


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.mark.usefixtures("trusted")
def test_https_never_turns_into_http(secure_site: str, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"not https \(http://www\.example\.org\)"):
        fetch_entry(entry(f"https://{secure_site}/plain"), tmp_path, 10, LIMIT)
    fetched = fetch_entry(entry(f"https://{secure_site}/hop"), tmp_path, 10, LIMIT)
    assert fetched.path.read_bytes() == PDF


@pytest.mark.usefixtures("trusted")
def test_https_goes_through_the_proxy_of_the_environment(
    secure_site: str,
    proxy: tuple[str, list[str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, asked = proxy
    monkeypatch.setenv("https_proxy", f"http://{address}")
    fetch_entry(entry(f"https://{secure_site}/good.pdf", data=PDF), tmp_path, 10, LIMIT)
    assert asked == [secure_site]


def test_http_goes_through_the_proxy_too(
    proxy: tuple[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = proxy
    monkeypatch.setenv("http_proxy", f"http://{address}")
    take(entry("http://127.0.0.1:1/nowhere.pdf"), tmp_path)
    assert asked == ["http://127.0.0.1:1/nowhere.pdf"]


def test_a_dead_proxy_is_an_error_that_keeps_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://me:secret@127.0.0.1:1")
    with pytest.raises(FetchError) as caught:
        fetch("us-2025", data_dir=tmp_path, timeout=5)
    assert "secret" not in str(caught.value)
    assert "whitehouse.gov could not be read" in str(caught.value)


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("us-2052", "no such library id; did you mean us-2025?"),
        ("zzzzzzzz", "`aiplans texts list` shows the library"),
        ("us-2025-digest", "is digest and already here"),
        ("cn-2023-ai-governance-initiative-en", "no official address is known for certain"),
    ],
)
def test_what_cannot_be_fetched(id: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        fetch(id, data_dir=tmp_path)
    assert expected in str(caught.value)


def test_fetching_uses_the_folder_of_the_user_unless_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIPLANS_DATA", str(tmp_path))
    keep(tmp_path / "texts" / "cn-2025.html", PAGE)
    assert fetch("cn-2025").path == tmp_path / "texts" / "cn-2025.html"


def test_a_folder_that_cannot_be_written(site: str, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    with pytest.raises(DataError, match="AIPLANS_DATA"):
        take(entry(f"http://{site}/good.pdf"), blocked)


def test_an_unreadable_text_is_fetched_anew(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = entry(f"http://{site}/good.pdf", data=PDF)
    take(wanted, tmp_path)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", refuse)
        assert take(wanted, tmp_path).address


def test_titles_are_found_through_tags_entities_and_capitals(site: str, tmp_path: Path) -> None:
    page = b"<html><h1>An <b>Executive</b>&nbsp;ORDER &amp; more</h1></html>"
    BEHAVIOURS["/order.html"] = lambda handler: handler.answer(page, "text/html")
    wanted = replace(
        entry(f"http://{site}/order.html", form="html"),
        language="en",
        title="an executive order & more",
    )
    assert take(wanted, tmp_path).size == len(page)


def test_every_official_address_is_one_that_would_be_asked(tmp_path: Path) -> None:
    for known in load_library(tmp_path).values():
        hosts = frozenset(map(host_of, known.addresses))
        for address in known.addresses:
            _check_target(address, hosts, allow_loopback=False)
