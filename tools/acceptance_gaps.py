#!/usr/bin/env python3
"""What an acceptance test could not do has to be listed in the scenario, each with its reason.

    python tools/acceptance_gaps.py REPORT SCENARIO

Types that are not emulated, and permissions that no run used, stand under `gaps` in the scenario. What is missing there
fails, and so does what is listed and no gap any more.
"""

import json
import sys
from pathlib import Path


def gaps(report):
    """Types without emulation, and permissions without use."""
    for result in report["results"]:
        stages = result["stages"]
        yield from stages["deploy"].get("detail", {}).get("opaque", [])
        yield from stages["iam"].get("detail", {}).get("granted but not used by the runs", [])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    report, scenario = (json.loads(Path(path).read_text(encoding="utf-8")) for path in sys.argv[1:])
    found, listed = set(gaps(report)), scenario.get("gaps", {})
    wrong = [f"not listed under `gaps`: {gap}" for gap in sorted(found - set(listed))]
    wrong += [f"listed under `gaps`, and none: {gap}" for gap in sorted(set(listed) - found)]
    for gap in sorted(found & set(listed)):
        print(f"not tried: {gap} ({listed[gap]})")
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
