"""Writes what the actions of AWS's services return, as Step Functions names it, from botocore's models.

    python tools/result_shapes.py src/run/shapes/shapes.txt

Only services that Step Functions has an integration of its own with, and a few that are called most besides. Below the
name of a service stands a line per action with the number of its result, then a line per structure: its number, then
its members, `Name:type`, required ones `Name*:type`. Types: `s` text, `b` boolean, `n` number, `n1..10` one with bounds,
`e(A|B)` one of these texts, `[type` a list, `{type` a map, a number for a structure, `?` anything.
"""

import sys

from sdk_models import models, service_name, upper, write

# Integrations of their own, then those that are called most besides.
SERVICES = """
athena batch bedrockruntime codebuild databrew dynamodb ecs eks emr emrcontainers emrserverless eventbridge glue lambda
sfn sns sqs
kms s3 scheduler secretsmanager ssm sts
""".split()
# Too much of them: only what has an integration.
ONLY = {
    "bedrock": ["CreateModelCustomizationJob"],
    "mediaconvert": ["CreateJob"],
    "sagemaker": [
        "CreateEndpoint",
        "CreateEndpointConfig",
        "CreateHyperParameterTuningJob",
        "CreateLabelingJob",
        "CreateModel",
        "CreateProcessingJob",
        "CreateTrainingJob",
        "CreateTransformJob",
        "UpdateEndpoint",
    ],
}


class Table:
    """The structures of a service, numbered as they are met."""

    def __init__(self, shapes):
        self.shapes = shapes
        self.numbers = {}
        self.lines = {}

    def number(self, name):
        if name not in self.numbers:
            number = self.numbers[name] = len(self.numbers) + 1
            shape = self.shapes[name]
            required = set(shape.get("required", []))
            self.lines[number] = " ".join(
                f"{upper(member)}{'*' if member in required else ''}:{self.type(it['shape'])}"
                for member, it in shape.get("members", {}).items()
            )
        return self.numbers[name]

    def type(self, name):
        shape = self.shapes[name]
        match shape["type"]:
            case "structure":
                return "?" if shape.get("document") else str(self.number(name))
            case "list":
                return "[" + self.type(shape["member"]["shape"])
            case "map":
                return "{" + self.type(shape["value"]["shape"])
            case "boolean":
                return "b"
            case "integer" | "long" | "float" | "double":
                low, high = shape.get("min"), shape.get("max")
                bounded = low is not None or high is not None
                return f"n{'' if low is None else low}..{'' if high is None else high}" if bounded else "n"
            case "string" if "enum" in shape and not any(c in value for value in shape["enum"] for c in " |)"):
                return f"e({'|'.join(shape['enum'])})"
            case "string" | "blob" | "timestamp" | "character":
                return "s"
        return "?"


def main():
    lines = []
    for model in models():
        service = service_name(model)
        if service not in SERVICES and service not in ONLY:
            continue
        table = Table(model["shapes"])
        actions = []
        for name, operation in sorted(model["operations"].items()):
            output = operation.get("output", {}).get("shape")
            if output and (service in SERVICES or name in ONLY[service]):
                actions.append(f" {name} {table.number(output)}")
        lines += [service, *actions]
        lines += [f" {number} {members}".rstrip() for number, members in sorted(table.lines.items())]
    write(lines, sys.argv[1])


if __name__ == "__main__":
    main()
