"""A hook of mkdocs. It adds what documents link to outside docs, renders diagrams offline, and adapts tables and languages.

Linked Markdown files become pages below repository/, and so do the files that they link to. Any other linked file is copied below code/,
as text. A link to a folder without a README loses its address. If a linked file does not exist, mkdocs reports the link.

Links to a repository on the web are no substitute: no address reaches all readers, and a version of the site would show another version of
the code. All code as pages would fill the search with imports.
"""

import logging
import os
import re
import shutil
import subprocess
from pathlib import Path, PurePosixPath

from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

TOP = Path(__file__).resolve().parent.parent
PARTS = TOP / '.ci/site'
TOOLS = TOP / '.triskel/node-site'
MERMAID = TOOLS / 'node_modules/@mermaid-js/tiny'
SCRIPT = 'assets/mermaid.js'
log = logging.getLogger('mkdocs.hooks.site')

CODE_BLOCK = re.compile(r'(^```.*?^```)', re.M | re.S)
# [text](address), and the address of [text][name] at the start of a line.
LINK = re.compile(r'(?P<before>\[(?P<text>[^\]]*)\]\(|^\[[^\]]+\]: )(?P<address>(?!\w+:|#)[^)\s]+)(?P<after>\)?)', re.M)

# MkDocs leaves out what begins with a dot.
HIDDEN = re.compile(r'(?<![^/])\.')


def below(file, address):
    """The path from the top of the repository that an address in one of its files leads to, and its anchor."""
    path, _, anchor = address.partition('#')
    return os.path.normpath(os.path.join(os.path.dirname(file), path)), anchor


def links(file):
    """The paths that a Markdown file links to; a folder stands for its README."""
    for part in CODE_BLOCK.split((TOP / file).read_text())[::2]:
        for link in LINK.finditer(part):
            path = below(file, link['address'])[0]
            yield f'{path}/README.md' if (TOP / path / 'README.md').is_file() else path


def place(path):
    """Where a file of the repository is in the site."""
    if path.startswith('docs/'):
        return path.removeprefix('docs/')
    return f'repository/{path}' if path.endswith('.md') else 'code/' + HIDDEN.sub('', path) + '.txt'


def has_mermaid():
    """True once Mermaid is installed, at the version of the lock file. npm needs its registry for the first time only."""
    lock, installed = PARTS / 'package-lock.json', TOOLS / 'package-lock.installed.json'
    if not installed.is_file() or installed.read_bytes() != lock.read_bytes():
        TOOLS.mkdir(parents=True, exist_ok=True)
        shutil.copy(PARTS / 'package.json', TOOLS)
        shutil.copy(lock, TOOLS)
        try:
            subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], cwd=TOOLS, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as failed:
            log.warning('Diagrams stay text: npm cannot install Mermaid into %s: %s', TOOLS, failed)
            return False
        shutil.copy(lock, installed)
    return True


def on_config(config):
    config.extra_css.append('assets/site.css')
    return config


def on_files(files, config):
    add = lambda name, source: files.append(File.generated(config, name, abs_src_path=str(source)))
    add('assets/site.css', PARTS / 'site.css')
    if has_mermaid():
        add(SCRIPT, MERMAID / 'dist/mermaid.tiny.js')
        add('assets/mermaid-licence.txt', MERMAID / 'LICENSE')
    waiting = [f'docs/{page.src_uri}' for page in files.documentation_pages()]
    seen = set(waiting)
    while waiting:
        for path in links(waiting.pop()):
            if path not in seen and not path.startswith('docs/') and (TOP / path).is_file():
                seen.add(path)
                files.append(File.generated(config, place(path), abs_src_path=str(TOP / path)))
                if path.endswith('.md'):
                    waiting.append(path)
    return files


def on_page_markdown(markdown, page, config, files):
    here = page.file.src_uri
    file = here.removeprefix('repository/') if here.startswith('repository/') else f'docs/{here}'

    def rewritten(link):
        path, anchor = below(file, link['address'])
        if (TOP / path).is_dir():
            path = f'{path}/README.md'
            if not (TOP / path).is_file():
                return link['text']
        if not (TOP / path).is_file():
            return link[0]
        address = os.path.relpath(place(path), PurePosixPath(here).parent)
        return link['before'] + address + (f'#{anchor}' if anchor else '') + link['after']

    parts = CODE_BLOCK.split(markdown)
    return ''.join(part if number % 2 else LINK.sub(rewritten, part) for number, part in enumerate(parts))


def on_page_content(html, page, config, files):
    """Adapts tables to narrow screens, together with site.css."""
    return re.sub(r'<table>.*?</table>', lambda table: labelled(breakable(table[0])), html, flags=re.S)


def breakable(table):
    """Lets names and paths break after a separator."""
    return re.sub(r'<code>[^<]*</code>', lambda code: re.sub(r'(?<=\w[./_])(?=\w)', '<wbr>', code[0]), table)


def labelled(table):
    """Gives each cell the name of its column, because a narrow screen shows the cells of a row below each other."""
    names = [re.sub(r'<[^>]+>', '', name).strip() for name in re.findall(r'<th[^>]*>(.*?)</th>', table, re.S)]

    def row(cells):
        labels = iter(names)
        return re.sub(r'<td', lambda cell: f'<td data-column="{next(labels, "")}"', cells[0])

    return re.sub(r'<tr>.*?</tr>', row, table, flags=re.S)


def on_post_page(output, page, config):
    if 'class="mermaid"' in output:
        # Without it, the theme asks a server on the web for Mermaid.
        script = f'<script src="{get_relative_url(SCRIPT, page.url)}"></script>'
        output = output.replace('</body>', f'{script}</body>', 1)
    if page.file.src_uri.startswith('fr/'):
        output = output.replace('<html lang="en"', '<html lang="fr"', 1)
    return output
