"""The command line as a user meets it: output, exit codes, and messages in place of tracebacks."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from styrkegraf.cli import main


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin)


def test_a_question_is_answered_as_a_table() -> None:
    done = run("query", "areas-of-region", "-p", "region=Gotland")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.stdout.splitlines()[2:]] == ["Besöksnäring", "Livsmedel"]
    assert "Tourism" in run("query", "areas-of-region", "-p", "region=Gotland", "--lang", "en").stdout


@pytest.mark.parametrize("source", ["text", "file", "stdin"])
def test_sparql_comes_as_text_from_a_file_or_from_standard_input(source: str, tmp_path: Path) -> None:
    sparql = "SELECT ?area { ?area sg:areaOf county:gotland } ORDER BY ?area"
    path = tmp_path / "gotland.rq"
    path.write_text(sparql, encoding="utf-8")
    argument = {"text": sparql, "file": str(path), "stdin": "-"}[source]
    done = run("query", argument, "--format", "csv", stdin=sparql)
    assert done.exit_code == 0
    assert [row["area"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(done.stdout))] == [
        "gotland-besoksnaring",
        "gotland-livsmedel",
    ]


def test_show_prints_the_query_with_the_values_in_place() -> None:
    shown = run("query", "areas-of-region", "-p", "region=Gotland", "--show").stdout
    assert "VALUES ?region { <https://w3id.org/styrkegraf/id/county/gotland> }" in shown


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["query", "area-of-region"], 1, "Did you mean areas-of-region"),
        (["query", "areas-of-region", "-p", "region=Gottland"], 1, "Did you mean “Gotland”"),
        (["query", "areas-of-region", "-p", "region"], 2, "NAME=VALUE"),
        (["query", "areas-of-region", "-p", "place=Gotland"], 1, "it takes region"),
        (["query", "areas-of-region", "--format", "pdf"], 2, "is not one of"),
        (["query", "areas-of-region", "--format", "ttl"], 1, "choose one of table, md, csv"),
        (["query", "SELECT ?x {\n ?x sg:areaOf }"], 1, "line 2, column 15"),
        (["query", "nowhere.rq"], 1, "there is no such file"),
        (
            ["query", "ASK {}", "--graph", "nowhere"],
            1,
            "no build is there; write one with “styrkegraf build --out nowhere”",
        ),
        (["query", "ASK {}", "--graph", "."], 1, "no build is there; name a folder"),
        (["explain", "Robotdaln", "a", "sg:Actor"], 1, "Did you mean “Robotdalen”"),
        (["queries", "xyzzy"], 1, "lists them all"),
        (["map", "--out", "no/such/folder/map.html"], 1, "cannot be written"),
        (["query", "ASK {}", "--graph", __file__], 1, "this is a file; name the folder"),
        (["query", "ASK {}", "--graph", "ftp://localhost/"], 1, "it begins with http:// or https://"),
        (["map", "--out", f"{__file__}/map.html"], 1, "cannot be written"),
        (["map", "--out", "/"], 1, "/ is a folder; name a file in it"),
        (["network", "actor-area", "--out", "no/such/folder/ties.csv"], 1, "cannot be written"),
        (["network", "actor-area", "--out", "."], 1, ". is a folder; name a file in it"),
        (["build", "--facts", __file__], 1, "this is a file; name a folder"),
        (["store", "nowhere", "--out", "store"], 1, "there is no such file; name a build"),
        (["publish", "--host", "localhost"], 2, "--host: “localhost” cannot be"),
        (["publish", "--endpoint", "sparql"], 2, "--endpoint: “sparql” cannot be"),
        (["serve", "--endpoint", "sparql"], 2, "--endpoint: sparql: this is no address"),
        (["serve", "--service", "sparql"], 2, "--service: sparql: this is no address"),
        (["serve", "--graph", "http://localhost/"], 2, "name an endpoint with --endpoint"),
        (["serve", "--accept", "text/turtle"], 2, "belong to --get"),
        (["serve", "--host", "192.0.2.1", "--port", "0"], 1, "choose another --host"),
        (["serve", "--get", "/%ff"], 2, "not written in UTF-8"),
    ],
)
def test_a_mistake_gets_one_message_and_no_traceback(arguments: list[str], code: int, says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == code
    assert says in done.stderr
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize(
    ("arguments", "swedish", "english"),
    [
        (["explain", "Robotdalen", "activ in", "Gotland"], "“verksam i”", "“active in”"),
        (["explain", "Robotdalen", "supports", "Gotland"], "Avancerad tillverkning", "Advanced manufacturing"),
        (["query", "areas-in-theme", "-p", "theme=Transprt"], "“Transporter och", "“Transport and"),
        (["partners", "Västmanland", "--area", "xyz"], "Välfärd och hälsa", "Welfare and health"),
        (["match", "--need", "finansiring", "--place", "Katrineholm"], "“Finansiering”", "“Finance”"),
        (["match", "--need", "finansiering", "--place", "Sverige"], "Sverige is larger", "Sweden is larger"),
        (["whatif", "--without", "Enrgy"], "“Energi”", "“Energy”"),
        (["whatif", "--without", "Livsmedel"], "Livsmedel (Gotland)", "Food (Gotland)"),
    ],
)
def test_a_message_names_things_in_the_language_asked_for(arguments: list[str], swedish: str, english: str) -> None:
    for lang, said in (("sv", swedish), ("en", english)):
        done = run(*arguments, "--lang", lang)
        assert (done.exit_code, said in done.stderr) == (1, True), done.stderr


def test_a_damaged_build_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "styrkegraf.nq").write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn", encoding="utf-8")
    done = run("query", "ASK {}", "--graph", str(tmp_path))
    assert done.exit_code == 1
    assert f"{tmp_path / 'styrkegraf.nq'}:2: " in done.stderr
    assert done.stderr.endswith("The build is damaged; build it again.\n")
    assert done.stderr.count("styrkegraf.nq") == 1


def test_an_empty_answer_gets_a_sentence() -> None:
    done = run("query", "SELECT ?x { ?x sg:areaOf county:atlantis }")
    assert (done.exit_code, "Inga rader: grafen har inget svar på ”SELECT" in done.stderr) == (0, True)
    assert "No rows" in run("query", "SELECT ?x { ?x sg:areaOf county:atlantis }", "--lang", "en").stderr


def test_where_an_example_of_the_question_stands_in_it_is_named() -> None:
    asked = ["query", "themes-in-common", "-p", "region=Gotland"]
    assert "exempel: other=county:" in run(*asked).stderr
    assert "example: other=county:" in run(*asked, "--lang", "en").stderr
    assert run(*asked, "-p", "other=Halland").stderr == ""
    assert run(*asked, "--format", "csv").stderr == ""


def test_questions_are_listed_and_filtered() -> None:
    everything = run("queries").stdout.splitlines()
    some = run("queries", "gemensam").stdout.splitlines()
    assert 0 < len(some) < len(everything)
    assert any(line.startswith("areas-of-region ") and "-p region=" in line for line in everything)
    assert run("queries", "areas-of-region").stderr == "\n1 fråga\n"
    assert run("queries", "areas-of-region", "--lang", "en").stderr == "\n1 question\n"


def test_explain_prints_text_and_json() -> None:
    assert "följer enligt prp-spo2" in run("explain", "Robotdalen", "sg:activeIn", "county:sodermanland").stdout
    found = json.loads(run("explain", "Robotdalen", "sg:activeIn", "county:sodermanland", "--format", "json").stdout)
    assert found[0]["proof"]["rule"] == "prp-spo2"


def test_a_map_is_written(tmp_path: Path) -> None:
    done = run("map", "--out", str(tmp_path / "map.html"))
    assert done.exit_code == 0, done.output
    assert "<!doctype html>" in (tmp_path / "map.html").read_text(encoding="utf-8")[:200].lower()


def test_a_map_and_a_network_go_to_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("map", "--out", "-")
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout.endswith("</html>\n")
    ties = ("network", "region-region-collaboration", "--format", "csv")
    assert run(*ties, "--out", "-").stdout == run(*ties).stdout
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_is_no_error() -> None:
    command = "from styrkegraf.cli import main; main(prog_name='styrkegraf')"
    query = "SELECT * { ?s ?p ?o } LIMIT 5000"
    with subprocess.Popen(
        [sys.executable, "-c", command, "query", query, "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_help_does_not_import_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom styrkegraf.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0\n"
        "print(sorted({'rdflib', 'owlrl', 'networkx', 'pyvis', 'pyshacl', 'nmo_python', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_nemo_the_build_says_so_and_goes_on(facts: Path, tmp_path: Path) -> None:
    code = "import sys\nsys.modules['nmo_python'] = None\nfrom styrkegraf.cli import main\nmain(prog_name='styrkegraf')"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "--facts", str(facts), "--out", str(tmp_path / "build")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Note: The reasoner Nemo cannot be imported")
    assert len(done.stderr.splitlines()) == 1
    assert "owlrl" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "says"),
    [
        (["query", "-"], "", "Standard input is empty"),
        (["query", "-"], b"SELECT ?c { \xe5 }", "not UTF-8"),
        (["explain", "<foo bar>", "a", "b"], None, "no thing called"),
        (["query", "INSERT DATA { county:gotland a sg:County }"], None, "This is an update"),
        (["query", "SELECT * " + "{" * 20_000], None, "more than 200 deep"),
        (["build", "--out", "/"], None, "cannot be replaced"),
        (["build", "--facts", "nowhere"], None, "there is no such folder"),
    ],
)
def test_odd_input_gets_one_message(arguments: list[str], stdin: str | bytes | None, says: str) -> None:
    done = CliRunner().invoke(main, arguments, input=stdin)
    assert done.exit_code == 1
    assert says in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_a_parameter_given_twice_is_misuse() -> None:
    done = run("query", "areas-of-region", "-p", "region=Gotland", "-p", "region=Skåne")
    assert (done.exit_code, "given twice" in done.stderr) == (2, True)


def test_describe_and_the_name_of_a_question_from_standard_input() -> None:
    assert "county:gotland" in run("query", "DESCRIBE county:gotland", "--format", "ttl").stdout
    assert run("query", "-", stdin="areas-of-region\n").exit_code == 0


def test_a_query_file_of_ones_own_may_begin_with_any_comment(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("# My own query\n# see also: nothing\nASK { county:gotland a sg:County }", encoding="utf-8")
    assert run("query", str(path)).stdout.split()[-1] == "ja"


def test_a_full_disk_leaves_the_old_map(tmp_path: Path) -> None:
    target = tmp_path / "map.html"
    target.write_text("old", encoding="utf-8")
    code = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from styrkegraf.cli import main\nimport styrkegraf.graph\n"
        "from styrkegraf.cli import map as command\n"
        "import styrkegraf.folders as folders\nwrite = folders.write_file\n"
        "def small(*a):\n    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n    write(*a)\n"
        "folders.write_file = small\nmain(prog_name='styrkegraf')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "map", "--out", str(target)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "cannot be written" in done.stderr) == (1, True)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        done = run("network", "region-region-collaboration", "--format", "csv", "--out", str(pipe))
        assert done.exit_code == 0
        assert os.read(end, 1000).startswith(b"source,")
    finally:
        os.close(end)
    assert pipe.is_fifo()


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    target, link = tmp_path / "real" / "map.html", tmp_path / "link.html"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert run("map", "--out", str(link)).exit_code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("<!")
