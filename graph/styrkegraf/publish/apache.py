"""The configuration of Apache: one .htaccess in the folder, for hosts where nothing else can be set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

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

__all__ = ["htaccess"]

_THINGS: Final = "(?:id|source|graph|ontology)(?:/.+)?"
_HEAD: Final = """\
# Styrkegraf: content negotiation for Apache 2.4. Needs mod_rewrite, mod_headers, mod_setenvif and mod_mime.
Options -Indexes -MultiViews
DirectoryIndex index.html
AddDefaultCharset Off
FileETag MTime Size
"""
_PACKING: Final = """\
<IfModule mod_deflate.c>
<IfModule mod_filter.c>
AddOutputFilterByType DEFLATE {types}
SetEnvIf Request_URI [.]gz$ no-gzip
# A copy that was packed is the same copy when a client asks whether it has changed.
RequestHeader edit* If-None-Match '-gzip"' '"'
</IfModule>
</IfModule>"""


def htaccess(edition: Edition, path: str, version: str | None) -> str:
    """The file, for a folder that is served at ``path``; ``version`` is that of the ontology, where it has one."""
    rules = [
        *_qualities(),
        *_languages(),
        *_stems(path),
        "RewriteEngine On",
        f"RewriteBase {path}",
        *_hidden(),
        *_wanted(),
    ]
    for choice in negotiation.CHOICES.values():
        rules += _choice(choice)
    if version is not None:
        rules.append(f"RewriteRule ^ontology/{re.escape(version)}$ {path}ontology [R=303,QSD,L]")
    rules += _things(path)
    for document, choice in negotiation.CHOICES.items():
        rules += _metadata(document, choice) if document else []
    rules += ["RewriteRule ^downloads/(?:index\\.html)?$ downloads/index.%{ENV:SG_LANG}.html [END]"]
    types = [f"AddType {_type(kind)} {' '.join(f'.{name}' for name in names)}" for kind, names in MEDIA.items()]
    types += [f'<Files "{name.rpartition("/")[2]}">\nForceType "{kind}"\n</Files>' for name, kind in NAMED.items()]
    slash = f"<If \"%{{REQUEST_URI}} != '{path[:-1]}'\">\nDirectorySlash Off\n</If>"  # a folder may be a thing too
    errors = [f"ErrorDocument {error} {path}{error}.html" for error in ERRORS]
    packing = _PACKING.format(types=" ".join(PACKED))
    return "\n".join([_HEAD, slash, *types, packing, *errors, *rules, *_headers(edition, path)]) + "\n"


def _type(media_type: str) -> str:
    return f"'{media_type}; charset=utf-8'" if media_type.startswith("text/") else media_type


def _name(media_type: str) -> str:
    return "SG_" + negotiation.variable(media_type).upper()


def _qualities() -> Iterator[str]:
    """From the widest range to the type itself; what comes later counts."""
    everything = negotiation.media_types()
    yield _set("Request_URI", "^", everything, "00")
    yield _set("Accept", negotiation.NO_RANGE, everything, "A1")
    kinds = sorted({media_type.partition("/")[0] for media_type in everything})
    ranges = [(negotiation.ANYTHING, 1, everything)]
    ranges += [(f"{kind}/*", 2, [one for one in everything if one.startswith(f"{kind}/")]) for kind in kinds]
    ranges += [(media_type, 3, [media_type]) for media_type in everything]
    for media_range, closeness, types in ranges:
        for pattern, level in reversed(list(negotiation.patterns(media_range, closeness))):
            yield _set("Accept", pattern, types, level)


def _set(header: str, pattern: str, types: list[str], level: str) -> str:
    return f'SetEnvIfNoCase {header} "{pattern}" {" ".join(f"{_name(one)}={level}" for one in types)}'


def _languages() -> Iterator[str]:
    yield 'SetEnvIf Request_URI "^" SG_SV=0 SG_EN=0 SG_FOREIGN=sv'
    yield r'SetEnvIfNoCase Accept-Language "(?:^|,)\s*[a-z]" SG_FOREIGN=en'
    for lang in negotiation.LANGUAGES:
        for pattern, level in reversed(list(negotiation.language_patterns(lang))):
            yield f'SetEnvIfNoCase Accept-Language "{pattern}" SG_{lang.upper()}={level}'


def _stems(path: str) -> Iterator[str]:
    """The name of a document without its ending, as the client wrote it, since what was decoded fits no header.

    It is set where a file is sent, which has an ending even if the client wrote none, and where a thing sends on.
    """
    start, things = re.escape(path), "(?:id|source|graph|ontology)"
    sent = rf"%{{REQUEST_URI}} =~ m#^{start}(?:id/|{things}.*\.(?:html|{FORMS})$)#"
    whole = rf"{start}({things}(?:/[^? ]+?)?)(?:(?:\.(?:sv|en))?\.html|\.(?:{FORMS}))?[? ]"
    yield rf'SetEnvIfExpr "{sent} && %{{THE_REQUEST}} =~ m#^\S+ (?:https?://[^/ ]*)?{whole}#" SG_WHOLE=$1'
    yield 'SetEnvIf SG_WHOLE "([^/]+)$" SG_STEM=$1'


def _hidden() -> list[str]:
    return [r"RewriteRule (?:^|/)\.(?!well-known) - [R=404,L]", "RewriteRule ^server/ - [R=404,L]"]


def _wanted() -> Iterator[str]:
    """The language and the format that the address names; else the language that the header does."""
    yield 'RewriteCond %{QUERY_STRING} "(?:^|&)format=([^&]+)"'
    yield "RewriteRule ^ - [E=SG_ASKED:%1]"
    yield 'RewriteCond %{QUERY_STRING} "(?:^|&)lang=(sv|en)(?:&|$)"'
    yield "RewriteRule ^ - [E=SG_LANG:%1,E=SG_PAGE:%1.html]"
    for quality in negotiation.QUALITIES:
        for lang in negotiation.LANGUAGES:
            yield "RewriteCond %{ENV:SG_LANG} ^$"
            yield f"RewriteCond %{{ENV:SG_{lang.upper()}}} ^{quality}$"
            yield f"RewriteRule ^ - [E=SG_LANG:{lang}]"
    yield "RewriteCond %{ENV:SG_LANG} ^$"
    yield "RewriteRule ^ - [E=SG_LANG:%{ENV:SG_FOREIGN}]"
    yield "RewriteCond %{ENV:SG_PAGE} ^$"
    yield "RewriteRule ^ - [E=SG_PAGE:html]"


def _choice(choice: negotiation.Choice) -> Iterator[str]:
    variable = f"SG_{choice.name.upper()}"
    weighed = " ".join(f"{extension}=%{{ENV:{_name(media_type)}}}" for extension, media_type in choice.offers)
    for level in negotiation.LEVELS:
        yield f"RewriteCond %{{ENV:{variable}}} ^$"
        yield "RewriteCond %{ENV:SG_ASKED} ^$"
        yield f'RewriteCond "{weighed}" "([a-z]+)={level}"'
        yield f"RewriteRule ^ - [E={variable}:%1]"
    names = [*((extension, extension) for extension in choice.extensions), *((kind, e) for e, kind in choice.offers)]
    for name, extension in names:
        yield f'RewriteCond %{{ENV:SG_ASKED}} "^{re.escape(name)}$"'
        yield f"RewriteRule ^ - [E={variable}:{extension}]"


def _things(path: str) -> Iterator[str]:
    yield rf"RewriteRule ^{_THINGS}\.(?:(?:sv|en)\.html|{FORMS})$ - [END]"
    yield rf"RewriteRule ^({_THINGS})\.html$ $1.%{{ENV:SG_LANG}}.html [END]"
    there = "RewriteCond %{REQUEST_FILENAME}.ttl -f"
    yield there
    yield "RewriteCond %{ENV:SG_FORM} ^$"
    yield f"RewriteRule ^{_THINGS}$ - [R=406,L]"
    yield "RewriteCond %{ENV:SG_FORM} !^html$"
    yield "RewriteRule ^ - [E=SG_PAGE:%{ENV:SG_FORM},E=SG_DOCUMENT:%{ENV:SG_FORM}]"
    yield "RewriteCond %{ENV:SG_FORM} ^html$"
    yield "RewriteRule ^ - [E=SG_DOCUMENT:%{ENV:SG_LANG}.html]"
    yield there
    yield f"RewriteRule ^(id/.+)$ {path}$1.%{{ENV:SG_PAGE}} [R=303,QSD,L]"
    yield there
    yield f"RewriteRule ^({_THINGS})$ $1.%{{ENV:SG_DOCUMENT}} [END]"
    yield f"RewriteRule ^{_THINGS}$ - [R=404,L]"


def _metadata(document: str, choice: negotiation.Choice) -> Iterator[str]:
    variable = f"SG_{choice.name.upper()}"
    pattern = f"^{re.escape(document)}$"
    yield f"RewriteCond %{{ENV:{variable}}} ^$"
    yield f"RewriteRule {pattern} - [R=406,L]"
    location = f"{document.rpartition('/')[2]}.%{{ENV:{variable}}}"
    yield f"RewriteRule {pattern} {document}.%{{ENV:{variable}}} [E=SG_LOCATION:{location},END]"


def _headers(edition: Edition, path: str) -> Iterator[str]:
    def linked(one: Edition) -> str:
        value = links(one, "%{SG_WHOLE}e", "%{SG_STEM}e").replace('"', '\\"')
        return f'Header always set Link "{value}" env=SG_WHOLE'

    yield 'Header always set Access-Control-Allow-Origin "*"'
    yield 'Header always set X-Content-Type-Options "nosniff"'
    yield 'Header always set Cache-Control "public, max-age=60"'
    yield 'Header always set Vary "Accept-Encoding"'
    yield f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}(?:id|source|graph|ontology)(?:/|[.]|$)#">'
    yield f'Header always set Vary "{HTML_VARY}"'
    yield linked(edition)
    yield "</If>"
    for pattern, one in otherwise(edition).items():
        yield f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}(?:{pattern})(?:[.](?:(?:sv|en)[.])?(?:html|{FORMS}))?$#">'
        yield linked(one)
        yield "</If>"
    yield f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}downloads/(?:index|$)#">'
    yield 'Header always set Vary "Accept-Language, Accept-Encoding"'
    yield "</If>"
    yield from _described(edition, path)
    yield f'<If "%{{REQUEST_URI}} =~ m#^{re.escape(path)}(?:{"|".join(map(str, ERRORS))})[.]html$#">'
    yield 'Header always set Cache-Control "no-store"'
    yield f'Header always set Vary "{HTML_VARY}"'
    yield "</If>"
    yield 'Header always set Vary "Accept, Accept-Encoding" env=REDIRECT_SG_LOCATION'
    yield 'Header set Content-Location "./%{REDIRECT_SG_LOCATION}e" env=REDIRECT_SG_LOCATION'
    for lang in negotiation.LANGUAGES:
        yield f'<FilesMatch "\\.{lang}\\.html$">'
        yield f'Header set Content-Language "{lang}"'
        yield f'Header set Content-Location "./%{{SG_STEM}}e.{lang}.html" env=SG_WHOLE'
        yield "</FilesMatch>"
    for form in FORMS.split("|"):
        yield f'<FilesMatch "\\.{form}$">'
        yield f'Header set Content-Location "./%{{SG_STEM}}e.{form}" env=SG_WHOLE'
        yield "</FilesMatch>"


def _described(edition: Edition, path: str) -> Iterator[str]:
    """The links of dumps, of tables among them, and of metadata; a refusal has none."""
    start = re.escape(path)
    found = {
        rf"{start}downloads/(?!index[.])": dump_links(edition, path, table=False),
        rf"{start}downloads/.*{re.escape(TABLE)}$": dump_links(edition, path, table=True),
    }
    for document, choice in negotiation.CHOICES.items():
        if document:
            found[rf"{start}{re.escape(document)}[.](?:{'|'.join(choice.extensions)})$"] = metadata_links(document)
    for pattern, links_ in found.items():
        value = links_.replace('"', '\\"')
        yield f'<If "%{{REQUEST_URI}} =~ m#^{pattern}#">'
        yield f'Header set Link "{value}"'
        yield "</If>"
