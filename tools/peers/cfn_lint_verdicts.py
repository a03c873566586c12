#!/usr/bin/env python3
"""Verdicts of cfn-lint: each definition stands in a template of its own, as the Definition of a state machine.

    python tools/peers/cfn_lint_verdicts.py < cases.jsonl > verdicts.jsonl

A case is one line: {"id", "type", "definition"}, the definition as text. A verdict is one line: {"id", "tool",
"accepts"}. Only errors refuse (rules whose names begin with E), and only those within the definition. Text that is no
JSON object cannot stand in a template; it counts as refused.
"""

import json
import sys

from cfnlint.api import ManualArgs, lint


def template(definition, kind):
    machine = {
        "RoleArn": "arn:aws:iam::123456789012:role/machine",
        "StateMachineType": kind,
        "Definition": definition,
    }
    return {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": machine}}}


def accepts(case):
    try:
        definition = json.loads(case["definition"])
    except ValueError:
        return False
    if not isinstance(definition, dict):
        return False
    text = json.dumps(template(definition, case.get("type") or "STANDARD"))
    found = lint(text, config=ManualArgs(regions=["us-east-1"]))
    place = ["Resources", "Machine", "Properties", "Definition"]
    return not any(
        item.rule.id.startswith("E") and (item.path or [])[:4] == place or item.rule.id.startswith("E00")
        for item in found
    )


for line in sys.stdin:
    case = json.loads(line)
    verdict = {"id": case["id"], "tool": "cfn-lint"}
    try:
        verdict["accepts"] = accepts(case)
    except Exception as error:  # What a tool throws at is refused, and told.
        verdict |= {"accepts": False, "broke": f"{type(error).__name__}: {error}"}
    print(json.dumps(verdict), flush=True)
