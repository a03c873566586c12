#!/usr/bin/env python3
"""Writes random documents with `examples/yaml_filter.rs` and reads them back with PyYAML (YAML 1.1).

    cargo build --example yaml_filter
    python tools/yaml_fuzz.py target/debug/examples/yaml_filter [documents] [seed]

Needs PyYAML. Each document has to come back unchanged from PyYAML's own parser and, where it was built with it,
from libyaml's. Tags come back as the functions that they stand for. Exits with 1 if one document differs.
"""

import json
import random
import subprocess
import sys

import yaml

TRAPS = """
y Y n N yes Yes YES no No NO on On ON off Off OFF true True TRUE false False null Null NULL ~
2012-10-17 2010-09-09 2001-1-1 2001-12-14t21:59:43.10-05:00 2001-12-14T21:59:43Z 12:30 1:2:3 190:20:30.15 -12:30
0 -0 1 007 010 0o7 0o10 0x1f 0X1F 0b11 1_000 1e3 1E3 1.5 1.5e3 1.5e+3 .5 -.5 +1 1. 1.2.3 10.0.0.0/16 10.0.0.1
.inf -.inf +.INF .nan .NaN . .. ... - -- --- = == << <<< ? ?a :a : :: a: a:b ! !a !Ref & &a * *a % %a @ @a ` `a
| |- > >- { } [ ] {} [] {a} [a] , ,a # #a a#b ' '' " "" 'a' "a" it's \\ \\n a\\b $ ${A} ${AWS::Region} {{resolve:x}}
AWS::Region AWS::NoValue arn:aws:s3:::x Fn::Sub Ref Condition -c --flag -1a 1a ./x ../x /x a,b a] a} é 日本 🎉 ﷺ
""".split() + [
    "", " ", "  ", "\t", "\n", "\n\n", "a ", " a", "\ta", "a\t", "a: b", "a #b", "- a", "? a", "a b", "--- a", "... a",
    "2001-12-14 21:59:43.10 -5", "a\n", "a\nb", "a\nb\n", "a\nb\n\n", "\na", "\n a", "\n\n  a\nb", " a\nb", "a\n b",
    "a \nb", "a\n \nb", "a\n\nb", "\ta\nb", "a\n\tb", "a\tb\nc", "a\r\nb", "a\rb", "# a\nb", "--- a\nb", "a\n---\nb",
    "a\n...\nb", "\n# a\nb", "a\x85b", "a\u2028b", "a\u2029b", "\ufeff", "\ufeffa", "a\ufeff", "\x00", "\x07", "\x7f",
    "\x9f", "\xa0", "\xa0a", "a\xa0", "\u3000a\u3000", "\u200b", "a\x85\nb", "a\u2028\nb", "\ufffe", "\U0001fffe",
    "echo 'a'\nfor x in *; do\n  echo \"$x\"\ndone\n", "x" * 120, "x: " * 300, "\x01" * 300, "é" * 300, "x" * 1100,
    "a\n" * 60, "a 'b' \"c\"", "'\"", "\\\"'", "%YAML 1.2", "a\n%b",
]
ALPHABET = list("aab01 :#-?,[]{}&*!|>'\"%@`\\~=<.+_/$()\n\n\t\r") + [
    "\x85", "\xa0", "\u2028", "\ufeff", "é", "🎉", "\x00", "\x1b", "\x7f", ": ", " #", "- ", "\n ", "\n  ", " \n",
]
NUMBERS = [0, 1, -1, 7, 10, 443, 86400, 123456789012, -(2**53), 2**80, 0.5, -0.25, 1.5, 3.0, 1234.5678]
SECTIONS = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Description", "Transform", "Rules"]


def text(r):
    if r.random() < 0.6:
        return r.choice(TRAPS)
    if r.random() < 0.3:
        return "\n".join(text(r) for _ in range(r.randint(1, 4)))
    return "".join(r.choice(ALPHABET) for _ in range(r.randint(0, 12)))


def name(r):
    return r.choice(["Name", "Orders", "Handler", "A", "Queue1"]) if r.random() < 0.6 else text(r)


def function(r, depth):
    def some(low=0, high=4):
        return [value(r, depth - 1) for _ in range(r.randint(low, high))]

    def condition():
        return r.choice([{"Condition": name(r)}, {"Fn::Equals": [value(r, 0), value(r, 0)]}, value(r, depth - 1)])

    return r.choice([
        lambda: {"Ref": name(r)},
        lambda: {"Ref": value(r, 0)},
        lambda: {"Fn::GetAtt": [name(r), r.choice(["Arn", "Outputs.Url", text(r)])]},
        lambda: {"Fn::GetAtt": some(0, 3)},
        lambda: {"Fn::GetAtt": text(r)},
        lambda: {"Fn::Sub": text(r)},
        lambda: {"Fn::Sub": [text(r), {name(r): value(r, depth - 1)}]},
        lambda: {"Fn::Sub": some()},
        lambda: {"Fn::Join": [text(r), some()]},
        lambda: {"Fn::Join": value(r, depth - 1)},
        lambda: {"Fn::Select": [r.choice([0, 1, "0", "1"]), function(r, depth - 1) if depth > 0 else some()]},
        lambda: {"Fn::GetAZs": r.choice(["", "eu-west-1", {"Ref": "AWS::Region"}])},
        lambda: {"Fn::If": [name(r), value(r, depth - 1), value(r, depth - 1)]},
        lambda: {"Fn::If": some()},
        lambda: {"Fn::Equals": [value(r, 0), value(r, depth - 1)]},
        lambda: {"Fn::Not": [condition()]},
        lambda: {r.choice(["Fn::And", "Fn::Or"]): [condition() for _ in range(r.randint(1, 12))]},
        lambda: {"Condition": name(r)},
        lambda: {"Fn::FindInMap": [name(r), value(r, 0), value(r, 0)]},
        lambda: {"Fn::ImportValue": r.choice([text(r), {"Fn::Sub": text(r)}])},
        lambda: {"Fn::Split": [text(r), value(r, depth - 1)]},
        lambda: {"Fn::Cidr": [value(r, depth - 1), 4, 8]},
        lambda: {"Fn::Base64": r.choice([text(r), {"Fn::Sub": text(r)}, value(r, depth - 1)])},
        lambda: {"Fn::Transform": {"Name": "AWS::Include", "Parameters": value(r, depth - 1)}},
    ])()


def value(r, depth):
    kind = r.random()
    if depth > 0 and kind < 0.2:
        return {name(r): value(r, depth - 1) for _ in range(r.randint(0, 5))}
    if depth > 0 and kind < 0.4:
        return [value(r, depth - 1) for _ in range(r.randint(0, 5))]
    if depth > 0 and kind < 0.65:
        return function(r, depth)
    if kind < 0.75:
        return r.choice(NUMBERS)
    if kind < 0.82:
        return r.choice([None, True, False])
    return text(r)


def document(r):
    if r.random() < 0.2:
        return value(r, 5)
    return {r.choice(SECTIONS): {name(r): value(r, 5) for _ in range(r.randint(0, 4))} for _ in range(r.randint(1, 4))}


def cloudformation(loader, suffix, node):
    if suffix == "GetAtt" and isinstance(node, yaml.ScalarNode):
        argument = node.value.split(".", 1)
    elif isinstance(node, yaml.ScalarNode):
        argument = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        argument = loader.construct_sequence(node, deep=True)
    else:
        argument = loader.construct_mapping(node, deep=True)
    return {suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix: argument}


def loader(base):
    made = type("Loader", (base,), {})
    made.add_multi_constructor("!", cloudformation)
    return made


def same(a, b):
    """Equality that tells 1 from True and from 1.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    r = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    documents = [document(r) for _ in range(count)]
    lines = "".join(json.dumps(d) + "\n" for d in documents)
    written = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    texts = written.decode().split("\0")[:-1]
    if len(texts) != count:
        sys.exit(f"{count} documents given, {len(texts)} written")
    readers = {"PyYAML": loader(yaml.SafeLoader)}
    if yaml.__with_libyaml__:
        readers["libyaml"] = loader(yaml.CSafeLoader)
    failed = 0
    for title, reader in readers.items():
        good = 0
        for given, yaml_text in zip(documents, texts):
            try:
                back = yaml.load(yaml_text, reader)
            except Exception as error:
                back = error
            if same(given, back):
                good += 1
                continue
            failed += 1
            if failed <= 3:
                print(f"--- {title}\ngiven: {json.dumps(given)}\nback:  {back!r}\n{yaml_text}")
        print(f"{title} {yaml.__version__}: {good} of {count} documents unchanged")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
