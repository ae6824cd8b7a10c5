"""The safe door: what is refused, what is taken out, and that nothing is ever fetched or executed."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from doors import CONTEXT, LS, quickly, refused

from lexstemma.terms import CaseError, InputError, LawError, Limits, Lit, read_bytes, read_turtle_file, safe_load

OWLREADY = "http://www.lesfleursdunormal.fr/static/_downloads/owlready_ontology.owl#"


class Listener:
    """A web server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/context"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.visits += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.socket.close()


# ---------------------------------------------------------------- what comes in
@pytest.mark.parametrize(
    ("format", "data"),
    [
        ("turtle", LS + ":n a ls:TextWork ."),
        ("n-triples", "<https://w3id.org/lexstemma/case/x#n> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
                      "<https://w3id.org/lexstemma#TextWork> ."),
        ("json-ld", json.dumps({"@context": [CONTEXT, {"@base": "https://w3id.org/lexstemma/case/x"}],
                                "id": "#n", "type": "TextWork"})),
        ("json-ld", json.dumps({"@context": {"t": "https://w3id.org/lexstemma#TextWork"},
                                "@id": "https://w3id.org/lexstemma/case/x#n", "@type": "t"})),
        ("yaml-ld", f'"@context": [{CONTEXT}, {{"@base": https://w3id.org/lexstemma/case/x}}]\nid: "#n"\ntype: TextWork\n'),
    ],
)  # fmt: skip
def test_four_formats_give_the_same_graph(format: str, data: str) -> None:
    graph = safe_load(data.encode(), format=format, where="f")  # type: ignore[arg-type]
    assert graph.names("n", "type") == ["TextWork"]
    assert len(graph) == 1


def test_a_byte_order_mark_is_no_content() -> None:
    assert len(safe_load(b"\xef\xbb\xbf" + (LS + ":n a ls:TextWork .").encode(), format="turtle", where="f")) == 1


def test_imports_and_module_annotations_are_taken_out() -> None:
    data = (
        LS
        + f"""<http://x.org/o> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:1/o> ;
        <{OWLREADY}python_module> "os" ; <http://x.org/p> <{OWLREADY}storid> . :n a ls:TextWork ."""
    )
    graph = safe_load(data.encode(), format="turtle", where="f")
    assert list(graph.subjects()) == ["n"]


def test_markup_inside_a_literal_is_only_text() -> None:
    graph = safe_load((LS + ':n ls:title "<!DOCTYPE html><script>" .').encode(), format="turtle", where="f")
    assert graph.values("n", "title") == [Lit("<!DOCTYPE html><script>")]


# ---------------------------------------------------------------- nothing is fetched, nothing is executed
REMOTE: list[tuple[str, Callable[[str], str]]] = [
    ("json-ld", lambda url: json.dumps({"@context": url, "@id": "http://x.org/n", "a": 1})),
    ("json-ld", lambda url: json.dumps({"@context": [CONTEXT, url], "id": "http://x.org/n"})),
    ("json-ld", lambda url: json.dumps({"@context": {"@import": url}, "@id": "http://x.org/n"})),
    ("json-ld", lambda url: json.dumps({"@context": {"p": {"@id": "http://x.org/p", "@context": url}}, "p": {"a": 1}})),
    ("json-ld", lambda url: json.dumps({"@graph": [{"@id": "http://x.org/n", "http://x.org/p": {"@context": url, "a": 1}}]})),
    ("json-ld", lambda url: '{"\\u0040context": "' + url + '", "a": 1}'),
    ("yaml-ld", lambda url: f'"@context": {url}\na: 1\n'),
    ("json-ld", lambda url: json.dumps({"@context": "file:///etc/passwd", "see": url})),
]


@pytest.mark.parametrize(("format", "document"), REMOTE)
def test_no_context_is_fetched(listener: Listener, format: str, document: Callable[[str], str]) -> None:
    message = refused(document(listener.address), format)
    assert "is not read" in message
    time.sleep(0.05)
    assert listener.visits == 0


@pytest.mark.parametrize(
    "statement",
    [
        "<http://x.org/o> <http://www.w3.org/2002/07/owl#imports> <{url}> .",
        "<http://x.org/o> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{url}> .",
        "@base <{url}> . <a> <b> <c> .",
        "@prefix p: <{url}> . p:a p:b p:c .",
    ],
)
def test_no_address_in_turtle_is_visited(listener: Listener, statement: str) -> None:
    safe_load(statement.format(url=listener.address).encode(), format="turtle", where="f")
    time.sleep(0.05)
    assert listener.visits == 0


def test_the_listener_would_have_noticed(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.socket.getsockname()[1]), timeout=5):
        pass
    deadline = time.monotonic() + 5
    while not listener.visits and time.monotonic() < deadline:
        time.sleep(0.01)
    assert listener.visits == 1


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!custom", "!!binary"])
def test_no_tag_builds_an_object(tag: str, tmp_path: Path) -> None:
    assert "tag" in refused(f"a: {tag} ['touch {tmp_path}/ran']\n", "yaml-ld")
    assert not (tmp_path / "ran").exists()


# ---------------------------------------------------------------- sizes
def test_a_300_mb_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    program = """
import resource, sys
from pathlib import Path
from lexstemma.terms import InputError, read_bytes
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_bytes(Path(sys.argv[1]))
except InputError as error:
    print(error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    message, grown = done.stdout.splitlines()
    assert "300,000,000 bytes are too many" in message
    assert int(grown) < 20_000  # kilobytes


def test_a_file_that_hides_its_size_is_refused() -> None:
    with pytest.raises(InputError, match="not a regular file|too many"):
        read_bytes(Path("/dev/zero"))


def test_a_file_longer_than_its_promise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "small.ttl"
    path.write_bytes(b"x" * 100)
    with pytest.raises(LawError, match="at most 99 bytes"):
        read_bytes(path, limits=Limits(bytes=99), error=LawError)
    assert read_bytes(path, limits=Limits(bytes=100)) == b"x" * 100


def test_bytes_are_counted_before_they_are_parsed() -> None:
    assert "too many" in refused(b"x" * 101, limits=Limits(bytes=100))


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.ttl"
    with pytest.raises(CaseError, match=r"case.ttl: no such file; give the path of a file"):
        read_bytes(path, error=CaseError)
    with pytest.raises(CaseError, match="is a folder"):
        read_bytes(tmp_path, error=CaseError)
    path.write_text("x")

    def forbidden(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(CaseError, match=r"case.ttl: cannot be read: permission denied"):
        read_bytes(path, error=CaseError)


def test_triples_are_counted() -> None:
    data = LS + "".join(f":n{i} a ls:TextWork .\n" for i in range(11))
    assert "at most 10 triples" in refused(data, limits=Limits(triples=10))
    assert len(safe_load(data.encode(), format="turtle", where="f", limits=Limits(triples=11))) == 11


def test_a_long_prefix_used_often_is_a_bomb() -> None:
    data = f"@prefix p: <http://x.org/{'y' * 100_000}> .\n" + "".join(f"p:a p:b p:{i} .\n" for i in range(5_000))
    assert "too many triples" in quickly(lambda: refused(data))


# ---------------------------------------------------------------- broken files
@pytest.mark.parametrize(
    ("format", "data", "start"),
    [
        ("turtle", LS + ":n a ls:TextWork\n:m a ls:TextWork .", "f:4: is not Turtle: "),
        ("turtle", LS + "\n\n:n a unknown:TextWork .", "f:5: is not Turtle: The prefix unknown: has not been declared"),
        ("turtle", "<<( <http://a.org/a> <http://a.org/b> 1 )>> a 1 .", "f:1: is not Turtle"),
        ("n-triples", "<http://a.org/a> <http://a.org/b> \"c\" .\nhello\n", "f:2: is not N-Triples: "),
        ("json-ld", '{"a": 1,\n "b": }', "f:2: is not JSON: found '}'; expected a value"),
        ("json-ld", '{"a": 1,\n "b": 2,\n}', "f:3: is not JSON: found '}'; expected another item"),
        ("json-ld", '{"a": 1,\n "a": 2}', "f:2: 'a' stands twice, first on line 1"),
        ("json-ld", '{"a": NaN}', "f:1: is not JSON: found 'N'"),
        ("json-ld", '{"a": "b', "f:1: is not JSON: "),
        ("json-ld", "[1, 2] 3", "f:1: is not JSON: found '3'; expected the end of the file"),
        ("json-ld", '["\\ud800"]', "f:1: holds half a character"),
        ("json-ld", "{'a': 1}", "f:1: is not JSON: found \"'\"; expected a key in double quotes"),
        ("yaml-ld", "a: 1\nb: [1\nc: 2\n", "f:3: is not YAML: "),
        ("yaml-ld", "a:\n\tb: 1\n", "f:2: is not YAML: a tab stands where only spaces may"),
        ("yaml-ld", "a: 1\n---\nb: 1\n", "f:2: holds a second document"),
        ("yaml-ld", "a: 1\nb: 2\na: 3\n", "f:3: 'a' stands twice, first on line 1"),
        ("yaml-ld", "a: {<<: 1}\n", "f:1: merge keys (<<) are not read"),
        ("yaml-ld", "a: b\x00c\n", "f:1: is not YAML: "),
        ("rdf-xml", "x", "f: format rdf-xml is not read"),
    ],
)  # fmt: skip
def test_broken_files_name_the_line(format: str, data: str, start: str) -> None:
    assert refused(data, format).startswith(start)


@pytest.mark.parametrize("format", ["turtle", "json-ld", "yaml-ld"])
def test_other_encodings_are_refused_with_their_line(format: str) -> None:
    assert refused("# fine\n# é\n".encode("latin-1"), format) == "f:2: is not UTF-8; save the file as UTF-8"
    assert "is not UTF-8" in refused("a: 1".encode("utf-16"), format)


@pytest.mark.parametrize("data", ["", " \n\t\n", "\ufeff"])
@pytest.mark.parametrize("format", ["turtle", "json-ld", "yaml-ld"])
def test_empty_files_are_refused(data: str, format: str) -> None:
    assert "is empty" in refused(data, format)


def test_turtle_files_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "law.ttl"
    path.write_text(LS + ":n a ls:TextWork .")
    assert read_turtle_file(path).names("n", "type") == ["TextWork"]
    path.write_text(LS + ":n a ls:TextWork\n;;")
    with pytest.raises(InputError, match=r"law\.ttl:\d+: is not Turtle"):
        read_turtle_file(path)
    path.write_text(LS + ":n ls:p " + "[ ls:p " * 100 + "1" + "]" * 100 + " .")
    with pytest.raises(InputError, match="too deeply"):
        read_turtle_file(path)
