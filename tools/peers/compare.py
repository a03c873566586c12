#!/usr/bin/env python3
"""How other validators do on our cases: the recorded verdicts of AWS, and the cases of our rules.

    python tools/peers/compare.py --synth target/debug/synth --node NODE_MODULES --cfn-lint VENV/bin/python \\
        [--corpus DIR]
    python tools/peers/compare.py --check [--corpus DIR]

The first asks every tool and writes `verdicts.json` beside this file: how many definitions that AWS takes a tool
accepts, and how many that AWS refuses it finds, with a digest of the cases. The second tells whether that digest is
still the cases', and asks nobody. Without the recordings, which are no part of this repository, their half of the
file stays as it is.

    npm install --prefix DIR asl-validator@4.0.0 amazon-states-language-service@1.16.1
    python3 -m venv VENV && VENV/bin/pip install cfn-lint==1.58.0
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VERDICTS = HERE / "verdicts.json"
TOOLS = ["asl-validator", "amazon-states-language-service", "cfn-lint"]


def recorded(folder):
    """The definitions that were handed to AWS, with what it said."""
    folder = folder / "asl" if (folder / "asl").is_dir() else folder
    for file in sorted(folder.glob("*.json")):
        case = json.loads(file.read_text())
        if case["kind"] == "validation":
            text = case.get("definition_text")
            yield {
                "id": case["id"],
                "type": case.get("type") or "STANDARD",
                "definition": json.dumps(case["definition"]) if text is None else text,
                "valid": case["expect"]["valid"],
            }


def of_rules(folder):
    """The cases of our rules, in JSON. Those that a template binds names for are about more than a definition."""
    for file in sorted(folder.glob("*.md")):
        case, block, kind = None, None, None
        for line in file.read_text().splitlines():
            if block is not None:
                if line != "```":
                    block.append(line)
                    continue
                if kind == "json":
                    case["definition"] = "\n".join(block)
                elif kind == "text" and case.get("definition") and not case.pop("bound", False):
                    case["valid"] = not any(found.startswith("error[") for found in block)
                    yield case
                block = None
            elif line.startswith("## "):
                case = {"id": f"{file.stem}: {line[3:]}", "type": "STANDARD"}
            elif line == "Express:":
                case["type"] = "EXPRESS"
            elif line.startswith("Bound: "):
                case["bound"] = True
            elif line.startswith("```"):
                block, kind = [], line[3:]


def digest(cases):
    return hashlib.sha256("\n".join(json.dumps(case, sort_keys=True) for case in cases).encode()).hexdigest()


def asked(command, cases):
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(synth, cases):
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "case.asl.json").write_text(case["definition"])
            command = [synth, "validate", "--type", case["type"].lower(), "case.asl.json"]
            code = subprocess.run(command, cwd=folder, capture_output=True).returncode
        if code not in (0, 1):
            sys.exit(f"synth says {code} of {case['id']}")
        yield {"id": case["id"], "tool": "synth", "accepts": code == 0}


def compared(cases, args):
    verdicts = list(ours(Path(args.synth).resolve(), cases))
    verdicts += asked(["node", HERE / "validators.mjs", args.node], cases)
    verdicts += asked([args.cfn_lint, HERE / "cfn_lint_verdicts.py"], cases)
    valid = {case["id"]: case["valid"] for case in cases}
    if len(valid) != len(cases):
        sys.exit("two cases of one name")
    tools = {}
    for tool in ["synth", *TOOLS]:
        said = [verdict for verdict in verdicts if verdict["tool"] == tool]
        if len(said) != len(cases):
            sys.exit(f"{tool} answered {len(said)} of {len(cases)} cases")
        right = [verdict for verdict in said if verdict["accepts"] == valid[verdict["id"]]]
        tools[tool] = {
            "accepted": sum(valid[verdict["id"]] for verdict in right),
            "found": sum(not valid[verdict["id"]] for verdict in right),
        }
        if args.verbose:
            for verdict in said:
                if verdict not in right:
                    print(tool, "accepts" if verdict["accepts"] else "refuses", verdict["id"], verdict.get("broke", ""))
    return tools


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--verbose", action="store_true", help="tell every case that a tool is wrong on")
    parser.add_argument("--synth")
    parser.add_argument("--node")
    parser.add_argument("--cfn-lint")
    parser.add_argument("--corpus", default=os.environ.get("STEPWRIGHT_CORPUS"))
    args = parser.parse_args()
    known = json.loads(VERDICTS.read_text()) if VERDICTS.exists() else {}
    sets = {}
    if args.corpus:
        sets["recordings"] = list(recorded(Path(args.corpus)))
    sets["rules"] = list(of_rules(ROOT / "tests/cases/validate"))
    for name, cases in sets.items():
        if args.check:
            if known.get(name, {}).get("digest") != digest(cases):
                sys.exit(f"verdicts.json is of other {name} than there are: run tools/peers/compare.py")
            continue
        known[name] = {
            "digest": digest(cases),
            "sound": sum(case["valid"] for case in cases),
            "wrong": sum(not case["valid"] for case in cases),
            "tools": compared(cases, args),
        }
        VERDICTS.write_text(json.dumps(known, indent=2, sort_keys=True) + "\n")


main()
