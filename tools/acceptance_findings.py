"""Judges a report of the acceptance kit: what it finds has to be accepted with a reason, and what is accepted, found.

    python tools/acceptance_findings.py REPORT.json [ACCEPTED.json]

ACCEPTED.json is a list of {"stage", "finding", "why"}; a finding is accepted by its whole text. Exits with 1 where
something is found that is not accepted, and where something is accepted that is no longer found.
"""

import json
import pathlib
import sys


def main(report, accepted=None):
    results = json.loads(pathlib.Path(report).read_text())["results"]
    known = json.loads(pathlib.Path(accepted).read_text()) if accepted else []
    reasons = {(one["stage"], one["finding"]): one["why"] for one in known}
    found, wrong = set(), 0
    for result in results:
        for stage, outcome in result["stages"].items():
            if outcome["verdict"] == "PASS":
                continue
            # A stage that was skipped says nothing, and is never accepted.
            for finding in outcome.get("failures") or [f"verdict {outcome['verdict']}"]:
                finding = finding.strip()
                found.add((stage, finding))
                why = reasons.get((stage, finding))
                wrong += why is None
                print(f"{stage}: {finding}: {'accepted: ' + why if why else 'not accepted'}")
    for stage, finding in reasons.keys() - found:
        wrong += 1
        print(f"{stage}: {finding}: accepted, but not found any more")
    return 1 if wrong or not results else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
