"""The command line on streams that are closed, full, or looked at by a person."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from styrkegraf.cli import main

COMMAND = [sys.executable, "-c", "from styrkegraf.cli import main; main(prog_name='styrkegraf')"]
QUERY = ("query", "ASK { county:gotland a sg:County }")
FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("query", "--help"), QUERY], ids=" ".join)
def test_output_that_cannot_be_written_gets_one_message(arguments: tuple[str, ...]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The output cannot be used: No space left on device.")
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full here")
def test_a_comparison_that_cannot_be_written_is_none(facts: Path, tmp_path: Path) -> None:
    build = str(tmp_path / "build")
    subprocess.run([*COMMAND, "build", "--facts", str(facts), "--out", build], capture_output=True, check=True)
    with FULL.open("w") as full:
        done = subprocess.run([*COMMAND, "diff", build, build], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2, "1 would say that they differ"
    assert done.stderr.startswith(b"Error: The output cannot be used")


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a folder that is in use cannot be removed")
def test_where_the_working_folder_is_gone_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    script = 'cd "$0" && rmdir "$0" && exec "$@"'
    command = ["sh", "-c", script, str(tmp_path / "gone"), *COMMAND, "build", "--out", "build"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "Error: The working folder is no longer there; change to another one.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "within"),
    [
        (("build", "--out", "out"), "styrkegraf.build.write_graph"),
        (("store", "build", "--out", "out"), "styrkegraf.store.disk._digest"),
        (("report", "--graph", "build", "--out", "out"), "styrkegraf.analysis.write_report"),
        (("atlas", "--graph", "build", "--out", "out"), "styrkegraf.atlas.write"),
        (("publish", "--graph", "build", "--out", "out"), "styrkegraf.publish.static.publish"),
        (("diff", "build", "build"), "styrkegraf.diff.diff"),
    ],
    ids=str,
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_a_word_and_leaves_nothing(
    arguments: tuple[str, ...], within: str, number: signal.Signals, facts: Path, tmp_path: Path
) -> None:
    subprocess.run(
        [*COMMAND, "build", "--facts", str(facts), "--out", str(tmp_path / "build")], capture_output=True, check=True
    )
    module, _, name = within.rpartition(".")
    code = (
        "import importlib, os, signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"def interrupted(*_, **__):\n    os.kill(os.getpid(), {number})\n"
        f"setattr(importlib.import_module({module!r}), {name!r}, interrupted)\n"
        "from styrkegraf.cli import main\nmain(prog_name='styrkegraf')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if number == signal.SIGTERM and "--out" not in arguments:  # it has nothing to tidy, and ends at once
        assert done.returncode == -number
    else:
        assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", "\nInterrupted.\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["build", "facts"]


@pytest.mark.parametrize("arguments", ["build", "report", "atlas", "publish", "store x"])
def test_a_folder_cannot_go_to_standard_output(arguments: str, tmp_path: Path) -> None:
    command = [*COMMAND, *arguments.split(), "--out", "-"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(
        "Error: Invalid value for '--out': A folder is written, which cannot go to standard output; name a folder.\n"
    )
    assert not [*tmp_path.iterdir()]


@pytest.mark.skipif(os.name != "posix", reason="a shell is needed to close a stream")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str, facts: Path, tmp_path: Path) -> None:
    out = tmp_path / "build"
    for arguments in (("build", "--facts", str(facts), "--out", str(out)), (*QUERY, "--graph", str(out))):
        done = subprocess.run(
            ["sh", "-c", f'"$@" {closed}', "sh", *COMMAND, *arguments], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
    assert (out / "styrkegraf.nq").is_file()


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("queries",)], ids=" ".join)
def test_a_reader_that_has_gone_is_no_fault(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as gone:  # noqa: PTH123
        done = subprocess.run([*COMMAND, *arguments], stdout=gone, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_long_work_is_shown_on_a_terminal_and_wiped_away(facts: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [*COMMAND, "build", "--facts", str(facts), "--out", str(tmp_path / "build")]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, text=True, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "load … 0 s" in shown
    assert "validate …" in shown
    assert shown.endswith("\r\x1b[K")
    assert "…" not in done.stdout


@pytest.mark.parametrize("arguments", [("map", "--out", "map.html"), ("network", "actor-area", "--measure", "degree")])
def test_a_terminal_that_cannot_write_over_a_line_is_not_asked_to(arguments: tuple[str, ...], tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command, environment = [*COMMAND, *arguments], {**os.environ, "TERM": "dumb"}
    subprocess.run(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=True)
    os.write(theirs, b"end")
    os.close(theirs)
    shown = b""
    while not shown.endswith(b"end"):
        shown += os.read(ours, 65536)
    os.close(ours)
    assert b"\x1b" not in shown


def test_the_commands_are_listed_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert len(listed.split("\n")) >= len(main.commands)
    assert "..." not in listed
