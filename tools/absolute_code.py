#!/usr/bin/env python3
"""Copies a built folder, and names the code of its functions by absolute paths.

    python tools/absolute_code.py FOLDER COPY

`aws cloudformation package` and `sam package` read `Code` and `CodeUri` relative to the template. What deploys a copy
of the template from elsewhere needs the paths in full. The copy has the template as JSON.
"""

import json
import shutil
import sys
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    source, copy = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    shutil.copytree(source, copy, ignore=shutil.ignore_patterns("template.yaml", "template.json"))
    found = next(path for path in (source / "template.yaml", source / "template.json") if path.is_file())
    template = yaml_parse(found.read_text(encoding="utf-8"))
    for resource in template["Resources"].values():
        properties = resource.get("Properties", {})
        for name in ("Code", "CodeUri"):
            if isinstance(properties.get(name), str) and "://" not in properties[name]:
                properties[name] = str(source / properties[name])
    text = json.dumps(template, default=str, indent=2, ensure_ascii=False)
    (copy / "template.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
