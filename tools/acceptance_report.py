#!/usr/bin/env python3
"""What an acceptance run found or could not do has to stand in the stack's scenario, each with its reason.

    python tools/acceptance_report.py REPORT SCENARIO

Under `accepted` of the scenario stand findings, as `STAGE: FINDING`. Under `gaps` stand types that are not emulated,
permissions that no run used, and whatever else a stage notes, as `STAGE: NOTE`, why it was skipped included. What is
missing there fails, and so does what is listed and was not found.
"""

import json
import re
import sys
from pathlib import Path

# The types themselves are in the detail of the stage.
OPAQUE = "types not emulated, accepted as opaque: "


def findings(report):
    """What makes a stage fail."""
    for result in report["results"]:
        for stage, outcome in result["stages"].items():
            for finding in outcome.get("failures", []):
                yield f"{stage}: {finding.strip()}"


def gaps(report):
    """Types without emulation, permissions without use, and what else is noted."""
    for result in report["results"]:
        stages = result["stages"]
        yield from stages["deploy"].get("detail", {}).get("opaque", [])
        yield from stages["iam"].get("detail", {}).get("granted but not used by the runs", [])
        for stage, outcome in stages.items():
            if outcome["verdict"] == "SKIP":
                yield f"{stage}: {outcome['skipped']}"
            for note in outcome.get("notes", []):
                if not note.startswith(OPAQUE):
                    # What CloudFormation names itself, it names anew each time.
                    yield re.sub(r"-[0-9A-Z]{12,13}\b", "", f"{stage}: {note.strip()}")


def wrong(kind, found, listed):
    """Tells what is listed and found, and gives back what is only one of them."""
    for one in sorted(found & set(listed)):
        print(f"{kind}: {one} ({listed[one]})")
    yield from (f"not listed under `{kind}`: {one}" for one in sorted(found - set(listed)))
    yield from (f"listed under `{kind}`, and not found: {one}" for one in sorted(set(listed) - found))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    report, scenario = (json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:])
    problems = [
        *wrong("accepted", set(findings(report)), scenario.get("accepted", {})),
        *wrong("gaps", set(gaps(report)), scenario.get("gaps", {})),
    ]
    if not report["results"]:
        problems.append("nothing was tried")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
