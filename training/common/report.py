"""Keeps measured figures in a Markdown file up to date."""

from pathlib import Path


def replace_between(file: Path, name: str, text: str) -> None:
    """Replaces what stands between `<!-- figures:NAME -->` and `<!-- /figures:NAME -->` in `file`."""
    start, end = f"<!-- figures:{name} -->", f"<!-- /figures:{name} -->"
    content = file.read_text(encoding="utf-8")
    if start not in content or end not in content:
        raise ValueError(f"{file.name} has no markers {start} and {end}")
    before, rest = content.split(start, 1)
    after = rest.split(end, 1)[1]
    file.write_text(f"{before}{start}\n\n{text}\n\n{end}{after}", encoding="utf-8")
