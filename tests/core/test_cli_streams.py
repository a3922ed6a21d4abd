"""The command line on streams that are closed, full, or looked at by a person."""

from __future__ import annotations

import os
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


def test_the_commands_are_listed_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = capsys.readouterr().out.partition("Commands:")[2]
    assert len(listed.split("\n")) >= len(main.commands)
    assert "..." not in listed
