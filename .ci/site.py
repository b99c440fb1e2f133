"""A hook of mkdocs: what documents link to outside of docs becomes part of the site, so that no link leads in vain.

Markdown files are pages below repository/, with the links of their own; any other file is copied below code/, as text; the link to
a folder without a README is left out. What is linked and does not exist stays as it is, and mkdocs complains of it.

Links to a repository on the web would not do: no address reaches all readers, and a version of the site would show another version of the code.
All code as pages would fill the search with imports.
"""

import os
import re
from pathlib import Path, PurePosixPath

from mkdocs.structure.files import File

TOP = Path(__file__).resolve().parent.parent
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


def on_files(files, config):
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
