"""Writes the actions of AWS's services and their parameters, as Step Functions names them, from botocore's models.

    python tools/sdk_models.py src/task/sdk/models.txt

A line of two or more spaces belongs to the service named by the last line without: the action, then its parameters, the
required ones with `*`.
"""

import gzip
import json
import sys
from pathlib import Path

import botocore


def latest(folder):
    """The newest model of a service."""
    versions = sorted(path for path in folder.iterdir() if path.is_dir())
    for version in reversed(versions):
        for name in ("service-2.json.gz", "service-2.json"):
            path = version / name
            if path.exists():
                opener = gzip.open if name.endswith(".gz") else open
                with opener(path, "rt", encoding="utf-8") as file:
                    return json.load(file)
    return None


def upper(name):
    return name[:1].upper() + name[1:]


def service_name(model):
    """As a `Resource` spells it: the service's id in lower case, letters and digits only, without `Service` at its end."""
    name = model["metadata"]["serviceId"].removesuffix(" Service")
    return "".join(c for c in name.lower() if c.isalnum())


def digest(data):
    """FNV-1a, 64 bits, as `tests/generated.rs` takes it."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def models():
    """The models of all services, in the order of their folders."""
    folders = sorted(Path(botocore.__file__).parent.joinpath("data").iterdir())
    return filter(None, map(latest, filter(Path.is_dir, folders)))


def write(lines, path):
    """Writes a table, and its digest beside it."""
    text = "\n".join([f"# From the models of botocore {botocore.__version__}.", *lines]) + "\n"
    path = Path(path)
    path.write_text(text, encoding="utf-8")
    path.with_name("DIGEST").write_text(f"{path.name} {digest(text.encode()):016x}\n", encoding="utf-8")


def main():
    services = {}
    for model in models():
        actions = services.setdefault(service_name(model), {})
        for name, operation in model["operations"].items():
            shape = model["shapes"].get(operation.get("input", {}).get("shape"), {})
            required = set(shape.get("required", []))
            # botocore fills these in by itself; so do the SDKs for Step Functions.
            filled = {member for member, it in shape.get("members", {}).items() if it.get("idempotencyToken")}
            actions[name] = " ".join(
                upper(member) + ("*" if member in required - filled else "") for member in shape.get("members", {})
            )
    lines = []
    for service in sorted(services):
        lines.append(service)
        for action in sorted(services[service]):
            lines.append(f" {action} {services[service][action]}".rstrip())
    write(lines, sys.argv[1])


if __name__ == "__main__":
    main()
