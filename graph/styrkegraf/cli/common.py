"""What the commands share: options, the group that turns errors into messages, and loading."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from styrkegraf.errors import StyrkegrafError

if TYPE_CHECKING:
    from styrkegraf.graph import Graph
    from styrkegraf.labels import Language

__all__ = [
    "BASE_IRI",
    "FOLDER",
    "GRAPH",
    "LANG",
    "PUBLISHER",
    "Group",
    "fail",
    "is_terminal",
    "load",
    "shows_work",
    "told",
    "working",
    "write_out",
]


class _Folder(click.Path):
    """A folder to write, which cannot go to standard output as a file can."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; a dash is refused."""
        if str(value) == "-":
            self.fail("A folder is written, which cannot go to standard output; name a folder.", param, ctx)
        return super().convert(value, param, ctx)


FOLDER = _Folder(path_type=Path)
"""The type of an option that names a folder to write."""
LANG = click.option(
    "--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Language of labels and texts."
)
BASE_IRI = click.option(
    "--base-iri", metavar="IRI", help="The address that all IRIs of an edition of your own begin with."
)
PUBLISHER = click.option(
    "--publisher", type=click.Path(path_type=Path), help="A TOML file that says who publishes the edition, and what."
)
GRAPH = click.option(
    "--graph",
    "location",
    metavar="LOCATION",
    help="A folder that “build” or “store” wrote, or the address of a SPARQL endpoint; else the shipped graph.",
)


_REMEDIES = {
    errno.ENOSPC: "Free space.",
    errno.EDQUOT: "Free space.",
    errno.EFBIG: "Free space.",
    errno.EACCES: "Mend the rights.",
    errno.EPERM: "Mend the rights.",
    errno.EROFS: "Mend the rights.",
}
_SIGNALLED = 128
"""What the exit code of a command that a signal has ended is counted from, as shells have it."""


class Group(click.Group):
    """A group in which an error of ours ends in one message, Ctrl-C in one word, and a closed pipe in silence.

    It lists its commands in the order in which they were added.
    """

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Read the arguments, and print the help or the version where one of them asks for it."""
        with _one_message():
            return super().make_context(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print an error or a warning of ours as one message."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
        with _one_message(), warnings.catch_warnings():
            warnings.showwarning = _notice
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, the first things to do first."""
        return list(self.commands)


@contextmanager
def _one_message() -> Iterator[None]:
    try:
        yield
    except StyrkegrafError as error:
        fail(str(error))
    except BrokenPipeError as error:
        sys.stderr.close()
        raise click.exceptions.Exit(0) from error
    except OSError as error:
        fail(told(error))
    except KeyboardInterrupt as error:
        click.echo("\nInterrupted.", err=True)
        number = error.args[0] if error.args else signal.SIGINT
        raise click.exceptions.Exit(_SIGNALLED + number) from error


def told(error: OSError) -> str:
    """What is said of a file, a folder or a stream that cannot be used."""
    if error.errno == errno.ENOENT and error.filename is None:  # what the system says where the working folder is gone
        return "The working folder is no longer there; change to another one."
    what = error.filename or "The output"
    return f"{what} cannot be used: {error.strerror or error}. {_REMEDIES.get(error.errno or 0, '')}".rstrip()


def _notice(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"Note: {message}", err=True)


def fail(message: str) -> NoReturn:
    """End the command with one message and exit code 1."""
    raise click.ClickException(message)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person looks at a stream; a closed one is None."""
    return stream is not None and stream.isatty()


def shows_work() -> bool:
    """Whether standard error is a terminal on which a line can be written over."""
    return is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"


@contextmanager
def working(stage: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done and for how long, until it is done; nothing in a pipe.

    Gives what is to be called with the name of each further stage. SIGTERM ends it as Ctrl-C does, so that nothing
    half-written stays.
    """
    with _tidied(), _shown(stage) as show:
        yield show


@contextmanager
def _tidied() -> Iterator[None]:
    """Let SIGTERM raise what Ctrl-C raises; whoever handles it already, or ignores it, goes on doing so."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return

    def end(number: int, _: object) -> NoReturn:
        raise KeyboardInterrupt(number)

    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def _shown(stage: str) -> Iterator[Callable[[str], None]]:
    if not shows_work():
        yield lambda stage: None
        return
    ended = threading.Event()
    start = time.monotonic()

    def show(now: str) -> None:
        nonlocal stage
        stage = now
        click.echo(f"\r\033[K{now} … {time.monotonic() - start:.0f} s\r", nl=False, err=True)

    def count() -> None:
        while not ended.wait(1):
            show(stage)

    show(stage)
    counting = threading.Thread(target=count, daemon=True)
    counting.start()
    try:
        yield show
    finally:
        ended.set()
        counting.join()
        click.echo("\r\033[K", nl=False, err=True)


def write_out(path: Path, content: bytes) -> None:
    """Write a file and say how large it is; ``-`` is standard output."""
    from styrkegraf.folders import write_file

    if str(path) == "-":
        click.echo(content, nl=False)
    else:
        write_file(path, content)
        click.echo(f"{path}: {max(len(content) // 1024, 1)} kB", err=True)


def load(location: str | None, lang: Language = "sv") -> Graph:
    """The graph at a location (a folder or an address), or the shipped one, with messages for that language."""
    from styrkegraf.graph import load as load_graph

    return load_graph(location, lang)
