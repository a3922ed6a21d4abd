"""The configuration of nginx: maps for the http block, locations for the server block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from styrkegraf.media import HTML, SMALLEST
from styrkegraf.publish import negotiation
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.headers import (
    ERRORS,
    FORMS,
    HTML_VARY,
    MEDIA,
    NAMED,
    PACKED,
    PLAIN,
    TABLE,
    dump_links,
    links,
    metadata_links,
    otherwise,
)

__all__ = ["nginx_maps", "nginx_server"]

_V: Final = "$styrkegraf_"


def nginx_maps(edition: Edition, path: str) -> str:
    """The maps: the quality of each media type and language, what follows from them, and names and links."""
    lines = ["# Styrkegraf: content negotiation. Include this in the http block.", "variables_hash_max_size 4096;"]
    lines += _quality("any", negotiation.ANYTHING, 1, "00", first=(negotiation.NO_RANGE, "A1"))
    for kind in sorted({media_type.partition("/")[0] for media_type in negotiation.media_types()}):
        lines += _quality(kind, f"{kind}/*", 2, f"{_V}any")
    for media_type in negotiation.media_types():
        lines += _quality(negotiation.variable(media_type), media_type, 3, _V + media_type.partition("/")[0])
    for choice in negotiation.CHOICES.values():
        lines += _choice(choice)
    return "\n".join([*lines, *_languages(), *_names(path), *_links(edition)]) + "\n"


def _map(source: str, target: str, rows: Iterable[tuple[str, str]], default: str = '""') -> Iterator[str]:
    yield f"map {source} {_V}{target} {{"
    yield f"  default {default};"
    yield from (f'  "{pattern}" {value};' for pattern, value in rows)
    yield "}"


def _quality(
    name: str, media_range: str, closeness: int, default: str, first: tuple[str, str] | None = None
) -> Iterator[str]:
    rows = [("", first[1]), (f"~{first[0]}", first[1])] if first else []  # nginx tries no pattern on what is empty
    for number, (pattern, level) in enumerate(negotiation.patterns(media_range, closeness)):
        rows.append(_caught(f"q_{name}_{number}", pattern, level))
    yield from _map("$http_accept", name, rows, default)


def _caught(variable: str, pattern: str, level: str) -> tuple[str, str]:
    named = pattern.replace("([1-9])", f"(?<sg_{variable}>[1-9])")
    return f"~*{named}", level.replace("$1", f"${{sg_{variable}}}")


def _choice(choice: negotiation.Choice) -> Iterator[str]:
    weighed = " ".join(f"{extension}={_V}{negotiation.variable(media_type)}" for extension, media_type in choice.offers)
    rows = [(f"~(?<sg_{choice.name}>[a-z]+)={level}", f"$sg_{choice.name}") for level in negotiation.LEVELS]
    yield from _map(f'"{weighed}"', f"{choice.name}_accepted", rows)
    asked = dict.fromkeys([*((e, e) for e in choice.extensions), *((media_type, e) for e, media_type in choice.offers)])
    rows = [("", f"{_V}{choice.name}_accepted"), *asked]
    yield from _map("$arg_format", choice.name, rows)


def _languages() -> Iterator[str]:
    for lang in negotiation.LANGUAGES:
        rows = [
            _caught(f"l_{lang}_{n}", pattern, level)
            for n, (pattern, level) in enumerate(negotiation.language_patterns(lang))
        ]
        yield from _map("$http_accept_language", lang, rows, "0")
    yield from _map("$http_accept_language", "foreign", [(r"~*(?:^|,)\s*[a-z]", "en")], "sv")
    weighed = " ".join(f"{lang}={_V}{lang}" for lang in negotiation.LANGUAGES)
    rows = [(f"~{lang}={quality}", lang) for quality in negotiation.QUALITIES for lang in negotiation.LANGUAGES]
    yield from _map(f'"{weighed}"', "lang_accepted", rows, f"{_V}foreign")
    yield from _map("$arg_lang", "lang", [(lang, lang) for lang in negotiation.LANGUAGES], f"{_V}lang_accepted")
    yield from _map("$arg_lang", "page", [(lang, f"{lang}.html") for lang in negotiation.LANGUAGES], "html")


def _names(path: str) -> Iterator[str]:
    """Names as the client wrote them, so that nothing that was decoded gets into a header."""
    start = re.escape(path)
    ending = rf"(?:(?:\.(?:sv|en))?\.html|\.(?:{FORMS}))?(?:\?|$)"
    yield from _map("$request_uri", "path", [(rf"~^{start}(?<sg_path>[^?]*?){ending}", "$sg_path")])
    yield from _map("$request_uri", "stem", [(rf"~^[^?]*/(?<sg_stem>[^/?]*?){ending}", "$sg_stem")])
    rows = [(rf"~^[^?]*\.{lang}\.html(?:\?|$)", lang) for lang in negotiation.LANGUAGES]
    yield from _map("$request_uri", "page_lang", rows, f"{_V}lang")
    yield from _map(f"{_V}form", "suffix", [("html", f"{_V}page")], f"{_V}form")
    yield from _map(f"{_V}form", "document", [("html", f"{_V}lang.html")], f"{_V}form")
    yield from _map(f"{_V}form", "document_lang", [("html", f"{_V}lang")])


def _links(edition: Edition) -> Iterator[str]:
    def written(one: Edition) -> str:
        return f"'{links(one, f'{_V}path', f'{_V}stem')}'"

    rows = [(f"~^(?:{pattern})$", written(one)) for pattern, one in otherwise(edition).items()]
    yield from _map(f"{_V}path", "link", rows, written(edition))


def nginx_server(edition: Edition, path: str, version: str | None) -> str:
    """The locations; ``version`` is that of the ontology, where it has one."""
    start = re.escape(path)
    blocks = [] if version is None else [_version(path, version)]
    blocks += [
        _block(rf"~ ^{start}(?:.*/)?\.(?!well-known)", ["return 404;"]),
        _block(rf"~ ^{start}server/", ["return 404;"]),
        *(_block(f"= {path}{error}.html", _headers(HTML_VARY, "", "", cache="no-store")) for error in ERRORS),
        *_things(start),
        *(
            _block(f"= {path}{name}", ["types {}", f'default_type "{kind}";', *_dump(edition, path)])
            for name, kind in NAMED.items()
        ),
        *(
            block
            for document, choice in negotiation.CHOICES.items()
            if document
            for block in _metadata(path, document, choice)
        ),
        _block(
            f"~ ^{start}downloads/(?:index\\.html)?$",
            [
                *_headers("Accept-Language, Accept-Encoding", "", f"{_V}lang"),
                f"try_files {path}downloads/index.{_V}lang.html =404;",
            ],
        ),
        _block(f"~ ^{start}downloads/.*{re.escape(TABLE)}$", _dump(edition, path, table=True)),
        _block(rf"~ ^{start}downloads/(?!index\.)", _dump(edition, path)),
    ]
    types = "".join(f"    {media_type} {' '.join(names)};\n" for media_type, names in MEDIA.items())
    inner = "\n".join("  " + line for block in blocks for line in block)
    errors = "\n".join(f"  error_page {error} {path}{error}.html;" for error in ERRORS)
    common = "\n".join(f"  {line}" for line in _headers("Accept-Encoding", "", ""))
    packed = " ".join(kind for kind in PACKED if kind != HTML.media_type)  # nginx always packs that
    return (
        "# Styrkegraf: include this in the server block, after nginx-maps.conf in the http block.\n"
        f"location {path} {{\n  types {{\n{types}  }}\n  default_type application/octet-stream;\n"
        f"  charset utf-8;\n  charset_types {' '.join(PLAIN[1:])};\n  index index.html;\n  gzip_static on;\n"
        f"  gzip on;\n  gzip_min_length {SMALLEST};\n  gzip_proxied any;\n  gzip_types {packed};\n"
        f"{errors}\n{common}\n{inner}\n}}\n"
    )


def _things(start: str) -> Iterator[list[str]]:
    """Documents about things: by extension, and negotiated; ``start`` is the path of the base as a pattern."""
    things = rf"{start}(?:id|source|graph|ontology)"
    yield _block(
        f'~ "^(?<sg_page>{things}(?:/.*)?)\\.(?:sv|en)\\.html$"',
        [*_linked(_document(f"{_V}page_lang.html"), f"{_V}page_lang"), "try_files $uri =404;"],
    )
    yield _block(
        f'~ "^(?<sg_any>{things}(?:/.*)?)\\.html$"',
        [
            *_linked(_document(f"{_V}lang.html"), f"{_V}lang"),
            f"try_files $sg_any.{_V}lang.html =404;",
        ],
    )
    yield _block(
        f'~ "^{things}(?:/.*)?\\.(?<sg_form>{FORMS})$"',
        [*_linked(_document("$sg_form"), ""), "try_files $uri =404;"],
    )
    yield _block(
        f'~ "^{start}id/."',
        [
            *_checks("form"),
            *_linked("", ""),
            f"return 303 ./{_V}stem.{_V}suffix;",
        ],
    )
    yield _block(
        f'~ "^{things}(?:/|$)"',
        [
            *_checks("form"),
            *_linked(_document(f"{_V}document"), f"{_V}document_lang"),
            f"try_files $uri.{_V}document =404;",
        ],
    )


def _block(pattern: str, lines: Iterable[str]) -> list[str]:
    return [f"location {pattern} {{", *(f"  {line}" for line in lines), "}"]


def _version(path: str, version: str) -> list[str]:
    return _block(f"= {path}ontology/{version}", [*_headers(HTML_VARY, "", ""), "return 303 ../ontology;"])


def _checks(choice: str) -> list[str]:
    return ["if (!-f $request_filename.ttl) { return 404; }", f'if ({_V}{choice} = "") {{ return 406; }}']


def _metadata(path: str, document: str, choice: negotiation.Choice) -> Iterator[list[str]]:
    name, chosen = document.rpartition("/")[2], f"{_V}{choice.name}"
    link = f"add_header Link '{metadata_links(document)}';"
    headers = [*_headers("Accept, Accept-Encoding", f"./{name}.{chosen}", ""), link]
    yield _block(f"= {path}{document}", [*_checks(choice.name), *headers, f"try_files $uri.{chosen} =404;"])
    pattern = rf"~ ^{re.escape(path + document)}\.(?:{'|'.join(choice.extensions)})$"
    yield _block(pattern, [*_headers("Accept-Encoding", "", ""), link])


def _dump(edition: Edition, path: str, *, table: bool = False) -> list[str]:
    return [*_headers("Accept-Encoding", "", ""), f"add_header Link '{dump_links(edition, path, table=table)}';"]


def _document(suffix: str) -> str:
    return f"./{_V}stem.{suffix}"


def _linked(location: str, lang: str) -> list[str]:
    return [*_headers(HTML_VARY, location, lang), f"add_header Link {_V}link;"]


def _headers(vary: str, location: str, lang: str, cache: str = "public, max-age=60") -> list[str]:
    found = {
        "Access-Control-Allow-Origin": "*",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": cache,
        "Vary": vary,
    }
    lines = [f'add_header {name} "{value}" always;' for name, value in found.items()]
    if location:
        lines.append(f'add_header Content-Location "{location}";')
    if lang:
        lines.append(f"add_header Content-Language {lang};")
    return lines
