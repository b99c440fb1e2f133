"""Packs the function for one cloud, or the one that load tests compare: package.py CLOUD FILE.zip. Equal sources give equal bytes."""

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
CLIENT = HERE.parents[1] / "clients/python"
CLOUDS = ("aws", "counting")


def main(cloud: str, target: str) -> None:
    others = set(CLOUDS) - {cloud}
    files = {path.relative_to(CLIENT): path for path in CLIENT.glob("triskel_consume/*.py")}
    files |= {path.relative_to(HERE): path for path in HERE.glob("fraud/*.py") if path.stem not in others}
    content = {str(name): path.read_bytes() for name, path in files.items()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(content):
            # The earliest time of a zip.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            out.writestr(entry, content[name])


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in CLOUDS:
        sys.exit(f"usage: package.py {'|'.join(CLOUDS)} FILE.zip")
    main(*sys.argv[1:])
