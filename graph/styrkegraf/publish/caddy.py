"""The configuration of Caddy: a snippet to import and to use in a site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from styrkegraf.media import HTML, SMALLEST, content_type
from styrkegraf.publish import negotiation
from styrkegraf.publish.edition import Edition
from styrkegraf.publish.headers import (
    ERRORS,
    FORMS,
    HTML_VARY,
    MEDIA,
    NAMED,
    PACKED,
    TABLE,
    dump_links,
    links,
    metadata_links,
    otherwise,
)

__all__ = ["caddyfile"]

_LINK: Final = "header Link {sg_link}"


def caddyfile(edition: Edition, path: str, version: str | None) -> str:
    """The snippet ``styrkegraf``, for a folder served at ``path``; ``version`` is that of the ontology, if any."""
    lines = [*_maps(edition, path), *_routes(edition, path, version)]
    inner = "\n".join(f"\t{line}" for line in lines)
    head = "# Styrkegraf: import this file, and write “import styrkegraf” in the site, after its root."
    return f"{head}\n(styrkegraf) {{\n{inner}\n}}\n"


def _maps(edition: Edition, path: str) -> Iterator[str]:
    yield from _quality("any", negotiation.ANYTHING, 1, "00", first=(negotiation.NO_RANGE, "A1"))
    for kind in sorted({media_type.partition("/")[0] for media_type in negotiation.media_types()}):
        yield from _quality(kind, f"{kind}/*", 2, "{sg_any}")
    for media_type in negotiation.media_types():
        yield from _quality(negotiation.variable(media_type), media_type, 3, f"{{sg_{media_type.partition('/')[0]}}}")
    for choice in negotiation.CHOICES.values():
        yield from _choice(choice)
    yield from _languages()
    yield from _names(path)
    rows = [
        (rf"`~^({pattern}) (\S*)$`", f"`{links(one, '${1}', '${2}')}`") for pattern, one in otherwise(edition).items()
    ]
    own = f"`{links(edition, '{sg_path}', '{sg_stem}')}`"
    yield from _map('"{sg_path} {sg_stem}"', "link", rows, own)


def _map(source: str, target: str, rows: Iterable[tuple[str, str]], default: str = '""') -> Iterator[str]:
    yield f"map {source} {{sg_{target}}} {{"
    yield from (f"\t{pattern} {value}" for pattern, value in rows)
    yield f"\tdefault {default}"
    yield "}"


def _pattern(pattern: str) -> str:
    return f"`~(?i){pattern}`"


def _quality(
    name: str, media_range: str, closeness: int, default: str, first: tuple[str, str] | None = None
) -> Iterator[str]:
    rows = [first] if first else []
    rows += negotiation.patterns(media_range, closeness)
    yield from _map("{header.Accept}", name, ((_pattern(p), level.replace("$1", "${1}")) for p, level in rows), default)


def _choice(choice: negotiation.Choice) -> Iterator[str]:
    weighed = " ".join(
        f"{extension}={{sg_{negotiation.variable(media_type)}}}" for extension, media_type in choice.offers
    )
    rows = [(f"`~([a-z]+)={level}`", "${1}") for level in negotiation.LEVELS]
    yield from _map(f'"{weighed}"', f"{choice.name}_accepted", rows)
    asked = dict.fromkeys([*((e, e) for e in choice.extensions), *((media_type, e) for e, media_type in choice.offers)])
    yield from _map("{query.format}", choice.name, [('""', f"{{sg_{choice.name}_accepted}}"), *asked], "none")


def _languages() -> Iterator[str]:
    for lang in negotiation.LANGUAGES:
        rows = [
            (_pattern(pattern), level.replace("$1", "${1}")) for pattern, level in negotiation.language_patterns(lang)
        ]
        yield from _map("{header.Accept-Language}", lang, rows, "0")
    yield from _map("{header.Accept-Language}", "foreign", [(_pattern(r"(?:^|,)\s*[a-z]"), "en")], "sv")
    weighed = " ".join(f"{lang}={{sg_{lang}}}" for lang in negotiation.LANGUAGES)
    rows = [(f"`~{lang}={quality}`", lang) for quality in negotiation.QUALITIES for lang in negotiation.LANGUAGES]
    yield from _map(f'"{weighed}"', "lang_accepted", rows, "{sg_foreign}")
    yield from _map("{query.lang}", "lang", [(lang, lang) for lang in negotiation.LANGUAGES], "{sg_lang_accepted}")
    yield from _map("{query.lang}", "page", [(lang, f"{lang}.html") for lang in negotiation.LANGUAGES], "html")


def _names(path: str) -> Iterator[str]:
    ending = rf"(?:(?:\.(?:sv|en))?\.html|\.(?:{FORMS}))?(?:\?.*)?$"
    stem = (rf"`~^[^?]*/([^/?]*?){ending}`", "${1}")
    yield from _map("{http.request.orig_uri}", "stem", [stem])
    whole = (rf"`~^{re.escape(path)}([^?]*?){ending}`", "${1}")
    yield from _map("{http.request.orig_uri}", "path", [whole])
    yield from _map("{sg_form}", "suffix", [("html", "{sg_page}")], "{sg_form}")
    yield from _map("{sg_form}", "document", [("html", "{sg_lang}.html")], "{sg_form}")


def _routes(edition: Edition, path: str, version: str | None) -> Iterator[str]:
    start = re.escape(path)
    things = f"{start}(?:id|source|graph|ontology)(?:/.+)?"
    yield "route {"
    yield from ("\t" + line for line in (*_packing(), *_common(path), *_described(edition, path)))
    yield from ("\t" + line for line in _hidden(start))
    if version is not None:
        yield f"\tredir {path}ontology/{version} ../ontology 303"
    yield from ("\t" + line for line in _documents(things))
    yield from ("\t" + line for line in _resources(start, things))
    for document, choice in negotiation.CHOICES.items():
        if document:
            yield from ("\t" + line for line in _metadata(path, document, choice))
    downloads = [
        f"rewrite * {path}downloads/index.{{sg_lang}}.html",
        "header Content-Language {sg_lang}",
        'header Vary "Accept-Language, Accept-Encoding"',
        "file_server",
    ]
    yield from ("\t" + line for line in _handle("downloads", f"^{start}downloads/(?:index\\.html)?$", "", downloads))
    yield "\tfile_server"
    yield "}"
    yield "handle_errors {"
    yield from (f"\theader -{name}" for name in ("Link", "Content-Location", "Content-Language"))
    yield "\theader Cache-Control no-store"
    yield f'\theader Vary "{HTML_VARY}"'
    yield f"\t@styrkegraf_there expression `{{err.status_code}} in {[*ERRORS]}`"
    yield f"\trewrite @styrkegraf_there {path}{{err.status_code}}.html"
    yield "\tfile_server"
    yield "}"


def _common(path: str) -> Iterator[str]:
    yield "header Access-Control-Allow-Origin *"
    yield "header X-Content-Type-Options nosniff"
    yield 'header Cache-Control "public, max-age=60"'
    yield "header Vary Accept-Encoding"
    yield f"@styrkegraf_vary path_regexp ^{re.escape(path)}(?:id|source|graph|ontology)(?:/|[.]|$)"
    yield f'header @styrkegraf_vary Vary "{HTML_VARY}"'
    for media_type, names in MEDIA.items():
        name = f"@styrkegraf_type_{negotiation.variable(media_type)}"
        yield f"{name} path_regexp \\.(?:{'|'.join(names)})$"
        yield f'header {name} Content-Type "{content_type(media_type)}"'

    for name, kind in NAMED.items():
        yield f'header {path}{name} Content-Type "{kind}"'


def _packing() -> Iterator[str]:
    yield "encode gzip {"
    yield f"\tminimum_length {SMALLEST}"
    yield "\tmatch {"
    yield from (f"\t\theader Content-Type {kind}*" for kind in PACKED)
    yield "\t}"
    yield "}"


def _described(edition: Edition, path: str) -> Iterator[str]:
    """The links of dumps, of tables among them, and of metadata."""
    start = re.escape(path)
    yield "@styrkegraf_dumps {"
    yield f"\tpath_regexp ^{start}downloads/."
    yield f"\tnot path_regexp ^{start}downloads/index[.]"
    yield "}"
    yield f"header @styrkegraf_dumps Link `{dump_links(edition, path, table=False)}`"
    yield f"@styrkegraf_tables path_regexp ^{start}downloads/.*{re.escape(TABLE)}$"
    yield f"header @styrkegraf_tables Link `{dump_links(edition, path, table=True)}`"
    for document, choice in negotiation.CHOICES.items():
        if document:
            name = f"@styrkegraf_links_{choice.name}"
            yield f"{name} path_regexp ^{start}{re.escape(document)}(?:[.](?:{'|'.join(choice.extensions)}))?$"
            yield f"header {name} Link `{metadata_links(document)}`"


def _hidden(start: str) -> Iterator[str]:
    yield f"@styrkegraf_dots path_regexp ^{start}(?:.*/)?\\.(?:htaccess|[^w/][^/]*)(?:/|$)"
    yield "error @styrkegraf_dots 404"
    yield f"@styrkegraf_server path_regexp ^{start}server/"
    yield "error @styrkegraf_server 404"


def _handle(name: str, pattern: str, condition: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"@styrkegraf_{name} {{"
    yield f"\tpath_regexp styrkegraf_{name} {pattern}"
    if condition:
        yield f"\t{condition}"
    yield "}"
    yield f"handle @styrkegraf_{name} {{"
    yield from (f"\t{line}" for line in lines)
    yield "}"


def _documents(things: str) -> Iterator[str]:
    for lang in negotiation.LANGUAGES:
        lines = [
            _LINK,
            f"header Content-Language {lang}",
            f"header Content-Location ./{{sg_stem}}.{lang}.html",
        ]
        yield from _handle(f"page_{lang}", f"^{things}\\.{lang}\\.html$", "", [*lines, "file_server"])
    caught = "{re.styrkegraf_page.1}.{sg_lang}.html"
    lines = [_LINK, "header Content-Language {sg_lang}", "header Content-Location ./{sg_stem}.{sg_lang}.html"]
    yield from _handle(
        "page",
        f"^({things})\\.html$",
        "",
        [*lines, f'header Content-Type "{HTML.content_type}"', f"rewrite * {caught}", "file_server"],
    )
    lines = [_LINK, "header Content-Location ./{sg_stem}.{re.styrkegraf_form.1}", "file_server"]
    yield from _handle("form", f"^{things}\\.({FORMS})$", "", lines)


def _resources(start: str, things: str) -> Iterator[str]:
    there = "file {path}.ttl"
    yield from _handle("absent", f"^{things}$", "not file {path}.ttl", ["error 404"])
    yield from _handle("unfit", f"^{things}$", "expression `{sg_form} in ['', 'none']`", ["error 406"])
    sent = [_LINK, "redir ./{sg_stem}.{sg_suffix} 303"]
    yield from _handle("thing", f"^{start}id/.", there, sent)
    lines = [_LINK, "header Content-Location ./{sg_stem}.{sg_document}", *_typed("sg_form")]
    lines += ["rewrite * {path}.{sg_document}", "file_server"]
    yield from _handle("document", f"^{things}$", there, lines)


def _typed(variable: str) -> Iterator[str]:
    """The type of what is chosen, since the address has no ending."""
    for media_type, names in MEDIA.items():
        if {*names} & {"html", *FORMS.split("|")}:
            name = f"@styrkegraf_{variable}_{names[0]}"
            yield f"{name} expression `{{{variable}}} == '{names[0]}'`"
            yield f'header {name} Content-Type "{content_type(media_type)}"'
            if names[0] == "html":
                yield f"header {name} Content-Language {{sg_lang}}"


def _metadata(path: str, document: str, choice: negotiation.Choice) -> Iterator[str]:
    name, chosen = choice.name, f"{{sg_{choice.name}}}"
    pattern = f"^{re.escape(path + document)}$"
    yield from _handle(f"{name}_unfit", pattern, f"expression `{chosen} in ['', 'none']`", ["error 406"])
    stem = document.rpartition("/")[2]
    lines = [
        'header Vary "Accept, Accept-Encoding"',
        f"header Content-Location ./{stem}.{chosen}",
        *_typed(f"sg_{name}"),
    ]
    yield from _handle(name, pattern, "", [*lines, f"rewrite * {{path}}.{chosen}", "file_server"])
