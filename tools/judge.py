#!/usr/bin/env python3
"""Judges templates by other people's rules: cfn-lint as they are, the SAM transform, cfn-lint on what comes out.

    python tools/judge.py FOLDER...

Each folder holds one `template.yaml` or `template.json`. Errors and warnings alike end in exit code 1. Needs the
packages of tools/requirements.txt, and no network.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

REGION = "us-east-1"
PLACEHOLDER = "s3://placeholder/code.zip"


def cfn_lint(path):
    """Every finding of cfn-lint, as text."""
    run = "import sys; from cfnlint.runner import main; sys.exit(main())"
    command = [sys.executable, "-c", run, "--regions", REGION, "--format", "json", "--template", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode and not done.stdout.strip():
        return [f"cfn-lint did not run: {done.stderr.strip()[-300:]}"]
    found = json.loads(done.stdout or "[]")
    place = lambda item: "/".join(str(part) for part in item["Location"]["Path"] or [])
    return [f"{item['Rule']['Id']} {item['Message']} at {place(item)}" for item in found]


def load(path):
    from samtranslator.yaml_helper import yaml_parse

    return json.loads(json.dumps(yaml_parse(path.read_text(encoding="utf-8")), default=str))


def expand(template):
    """What the SAM transform makes of a template; local code is stood in for, as `sam validate` does."""
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    for resource in template["Resources"].values():
        properties = resource.get("Properties") or {}
        for key in ("CodeUri", "ContentUri", "DefinitionUri"):
            if isinstance(properties.get(key), str) and not properties[key].startswith("s3://"):
                properties[key] = PLACEHOLDER
    parameters = {name: it["Default"] for name, it in template.get("Parameters", {}).items() if "Default" in it}
    session = type("Session", (), {"region_name": REGION})()
    translator = Translator(managed_policy_map=None, sam_parser=Parser(), boto_session=session)
    out = translator.translate(
        sam_template=template, parameter_values=parameters, get_managed_policy_map=lambda: {}
    )
    out.pop("Transform", None)
    # cfn-lint reads a definition only where it is an object, and the transform makes it text.
    for resource in out["Resources"].values():
        properties = resource.get("Properties", {})
        text = properties.get("DefinitionString")
        if resource["Type"] == "AWS::StepFunctions::StateMachine" and isinstance(text, dict):
            glue, parts = text["Fn::Join"]
            del properties["DefinitionString"]
            properties["Definition"] = json.loads(glue.join(parts))
    return out


def judge(folder):
    path = next((folder / name for name in ("template.yaml", "template.json") if (folder / name).is_file()), None)
    if path is None:
        return [f"{folder}: no template"]
    problems = [f"{path}: {problem}" for problem in cfn_lint(path)]
    template = load(path)
    if "Transform" in template:
        try:
            expanded = expand(template)
        except Exception as error:  # the translator raises exceptions of many kinds
            return problems + [f"{path}: the SAM transform refuses it: {getattr(error, 'message', error)}"]
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / "expanded.json"
            copy.write_text(json.dumps(expanded, default=str), encoding="utf-8")
            problems += [f"{path} (expanded): {problem}" for problem in cfn_lint(copy)]
    return problems


def main():
    folders = [Path(argument) for argument in sys.argv[1:]]
    if not folders:
        sys.exit(__doc__)
    problems = [problem for folder in folders for problem in judge(folder)]
    print("\n".join(problems) or f"{len(folders)} templates: nothing to complain about")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
