#!/usr/bin/env python3
"""Tests the acceptance test: damages a template that passes it, in several ways, and demands that each turns it red.

    python tools/acceptance_negative.py ACCEPT.PY BUILT-SFN-ECS-FOLDER

The folder holds the stack `sfn_ecs` as built for SAM, with its scenario. Each damage has to be noticed by the stage
that is there for it; the template as it is has to pass. Needs what the acceptance test needs.
"""

import copy
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

MACHINE = "SyncStateMachine"


def statements(template):
    """The statements of the machine's role."""
    return template["Resources"][f"{MACHINE}Role"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]


def machine(template):
    return template["Resources"][MACHINE]["Properties"]


def no_pass_role(template):
    kept = [it for it in statements(template) if it["Action"] != "iam:PassRole"]
    assert len(kept) == len(statements(template)) - 1
    statements(template)[:] = kept


def too_much(template):
    run = next(it for it in statements(template) if it["Action"] == "ecs:RunTask")
    run["Resource"] = "*"


def wrong_next(template):
    states = machine(template)["Definition"]["States"]
    next(it for it in states.values() if it["Type"] == "Task")["Next"] = "Nowhere"


def wrong_task_definition(template):
    bound = machine(template)["DefinitionSubstitutions"]
    assert bound["SyncWorkerTaskDefinition"] == {"Ref": "SyncWorkerTaskDefinition"}
    bound["SyncWorkerTaskDefinition"] = {"Ref": "CallbackWorkerTaskDefinition"}


def unbound(template):
    del machine(template)["DefinitionSubstitutions"]["ClusterArn"]


def wrong_resource(template):
    template["Outputs"]["ECSClusterName"]["Value"] = {"Ref": "Claster"}


# What is done, and which stages have to notice.
DAMAGES = [
    (no_pass_role, {"iam"}),
    (too_much, {"iam"}),
    (wrong_next, {"asl"}),
    (wrong_task_definition, {"iam"}),
    (unbound, {"transform", "asl"}),
    (wrong_resource, {"lint"}),
]


def judge(accept, folder):
    """The verdict, and the stages that failed with their first failure."""
    report = folder / "report.out"
    command = [sys.executable, accept, folder, "--no-sam", "--require-scenarios", "--strict", "--json", report]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if not report.is_file():
        sys.exit(f"the acceptance test did not run: {done.stderr[-500:]}")
    (result,) = json.loads(report.read_text(encoding="utf-8"))["results"]
    failed = {name: stage["failures"][0] for name, stage in result["stages"].items() if stage.get("failures")}
    return result["verdict"], failed


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    accept, built = Path(sys.argv[1]), Path(sys.argv[2])
    template = json.loads(json.dumps(yaml_parse((built / "template.yaml").read_text(encoding="utf-8")), default=str))
    scenario = json.loads((built / "template.scenario.json").read_text(encoding="utf-8"))
    # One run is enough to see calls made.
    scenario["runs"] = [run for run in scenario["runs"] if run["machine"] == MACHINE][:1]
    wrong = []
    for damage, wanted in [(None, set()), *DAMAGES]:
        name = damage.__name__ if damage else "as it is"
        damaged = copy.deepcopy(template)
        if damage:
            damage(damaged)
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            shutil.copytree(built / "app", folder / "app")
            (folder / "template.json").write_text(json.dumps(damaged), encoding="utf-8")
            (folder / "template.scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
            verdict, failed = judge(accept, folder)
        noticed = wanted & set(failed) if damage else verdict == "PASS"
        shown = "; ".join(f"{stage}: {text[:110]}" for stage, text in failed.items()) or "nothing wrong"
        print(f"{'ok ' if noticed else 'BAD'}  {name}: {verdict}; {shown}", flush=True)
        if not noticed:
            wrong.append(name)
    sys.exit(f"not noticed: {', '.join(wrong)}" if wrong else 0)


if __name__ == "__main__":
    main()
