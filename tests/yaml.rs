//! Templates as YAML: what they look like, and that they come back.

// Clippy's leave for tests does not reach the helpers beside them.
#![allow(clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use stepwright::template::to_yaml;

#[track_caller]
fn check(json: Value, yaml: &str) {
    assert_eq!(to_yaml(&json), yaml);
}

/// The value of a key, and what stands after the key's colon.
#[track_caller]
fn check_value(json: Value, yaml: &str) {
    check(json!({ "K": json }), &format!("K: {yaml}\n"));
}

#[test]
fn a_template_reads_as_written_by_hand() {
    check(
        json!({
            "AWSTemplateFormatVersion": "2010-09-09",
            "Transform": "AWS::Serverless-2016-10-31",
            "Description": "Orders: taken and shipped",
            "Parameters": {
                "Stage": { "Type": "String", "AllowedValues": ["dev", "prod"], "Default": "dev" },
                "Days": { "Type": "Number", "Default": 30 }
            },
            "Conditions": {
                "IsProd": { "Fn::Equals": [{ "Ref": "Stage" }, "prod"] },
                "KeepsLogs": { "Fn::And": [{ "Condition": "IsProd" }, { "Fn::Not": [{ "Fn::Equals": [{ "Ref": "Days" }, 0] }] }] }
            },
            "Resources": {
                "Machine": {
                    "Type": "AWS::Serverless::StateMachine",
                    "Condition": "IsProd",
                    "Properties": {
                        "Definition": { "StartAt": "Done", "States": { "Done": { "Type": "Succeed" } } },
                        "DefinitionSubstitutions": { "TopicArn": { "Ref": "Topic" } },
                        "Policies": [{
                            "Version": "2012-10-17",
                            "Statement": [{
                                "Effect": "Allow",
                                "Action": ["sns:Publish"],
                                "Resource": { "Ref": "Topic" },
                                "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } }
                            }]
                        }],
                        "Tags": {}
                    }
                },
                "Host": {
                    "Type": "AWS::EC2::Instance",
                    "DependsOn": ["Machine"],
                    "Properties": {
                        "UserData": { "Fn::Base64": { "Fn::Sub": "#!/bin/sh\necho ${Stage}\n" } },
                        "AvailabilityZone": { "Fn::Select": [0, { "Fn::GetAZs": "" }] }
                    }
                }
            },
            "Outputs": {
                "MachineArn": { "Value": { "Fn::GetAtt": ["Machine", "Arn"] }, "Export": { "Name": { "Fn::Sub": "${AWS::StackName}-machine" } } }
            }
        }),
        "\
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Description: 'Orders: taken and shipped'

Parameters:
  Stage:
    Type: String
    AllowedValues:
      - dev
      - prod
    Default: dev

  Days:
    Type: Number
    Default: 30

Conditions:
  IsProd: !Equals [!Ref Stage, prod]

  KeepsLogs: !And [!Condition IsProd, !Not [!Equals [!Ref Days, 0]]]

Resources:
  Machine:
    Type: AWS::Serverless::StateMachine
    Condition: IsProd
    Properties:
      Definition:
        StartAt: Done
        States:
          Done:
            Type: Succeed
      DefinitionSubstitutions:
        TopicArn: !Ref Topic
      Policies:
        - Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Action:
                - sns:Publish
              Resource: !Ref Topic
              Condition:
                StringEquals:
                  aws:SourceAccount: !Ref AWS::AccountId
      Tags: {}

  Host:
    Type: AWS::EC2::Instance
    DependsOn:
      - Machine
    Properties:
      UserData:
        Fn::Base64: !Sub |
          #!/bin/sh
          echo ${Stage}
      AvailabilityZone: !Select [0, !GetAZs \"\"]

Outputs:
  MachineArn:
    Value: !GetAtt Machine.Arn
    Export:
      Name: !Sub ${AWS::StackName}-machine
",
    );
}

#[test]
fn functions_have_their_short_form() {
    check_value(json!({ "Ref": "AWS::Region" }), "!Ref AWS::Region");
    check_value(json!({ "Fn::GetAtt": ["A", "Outputs.Url"] }), "!GetAtt A.Outputs.Url");
    check_value(json!({ "Fn::Sub": "${A}: b" }), "!Sub '${A}: b'");
    check_value(json!({ "Fn::Sub": "a\n${B}" }), "!Sub |-\n  a\n  ${B}");
    check_value(json!({ "Fn::Sub": ["${a}", { "a": { "Ref": "B" } }] }), "!Sub\n  - ${a}\n  - a: !Ref B");
    check_value(json!({ "Fn::Join": ["", ["a", { "Ref": "B" }]] }), "!Join [\"\", [a, !Ref B]]");
    check_value(
        json!({ "Fn::Select": ["1", { "Fn::Split": [",", { "Ref": "L" }] }] }),
        "!Select ['1', !Split [',', !Ref L]]",
    );
    check_value(
        json!({ "Fn::If": ["C", "a", { "Ref": "AWS::NoValue" }] }),
        "!If [C, a, !Ref 'AWS::NoValue']",
    );
    check_value(json!({ "Fn::If": ["C", { "a": 1 }, []] }), "!If\n  - C\n  - a: 1\n  - []");
    check_value(
        json!({ "Fn::Or": [{ "Condition": "A" }, { "Condition": "B" }] }),
        "!Or [!Condition A, !Condition B]",
    );
    check_value(
        json!({ "Fn::FindInMap": ["M", { "Ref": "AWS::Region" }, "k"] }),
        "!FindInMap [M, !Ref 'AWS::Region', k]",
    );
    check_value(json!({ "Fn::GetAZs": "eu-west-1" }), "!GetAZs eu-west-1");
    check_value(json!({ "Fn::ImportValue": "net-vpc" }), "!ImportValue net-vpc");
    check_value(
        json!({ "Fn::Cidr": [{ "Fn::GetAtt": ["Vpc", "CidrBlock"] }, 4, 8] }),
        "!Cidr [!GetAtt Vpc.CidrBlock, 4, 8]",
    );
    check_value(json!({ "Fn::Base64": "a" }), "!Base64 a");
}

#[test]
fn two_tags_never_follow_one_another() {
    check(json!({ "K": { "Fn::GetAZs": { "Ref": "R" } } }), "K:\n  Fn::GetAZs: !Ref R\n");
    check(
        json!({ "Fn::Select": [0, { "Fn::GetAZs": { "Ref": "AWS::Region" } }] }),
        "!Select\n- 0\n- Fn::GetAZs: !Ref AWS::Region\n",
    );
}

#[test]
fn what_has_no_legal_short_form_is_written_in_full() {
    check(json!({ "Ref": { "a": 1 } }), "Ref:\n  a: 1\n");
    check(json!({ "Ref": "A", "b": 1 }), "Ref: A\nb: 1\n");
    check(json!({ "Fn::GetAtt": ["A", { "Ref": "B" }] }), "Fn::GetAtt:\n  - A\n  - !Ref B\n");
    check(json!({ "Fn::GetAtt": ["A.b", "Arn"] }), "Fn::GetAtt:\n  - A.b\n  - Arn\n");
    check(json!({ "Fn::GetAtt": "A.Arn" }), "Fn::GetAtt: A.Arn\n");
    check(json!({ "Fn::If": ["C", "a"] }), "Fn::If:\n  - C\n  - a\n");
    check(json!({ "Fn::ImportValue": { "Fn::Sub": "${N}-vpc" } }), "Fn::ImportValue: !Sub ${N}-vpc\n");
    check(json!({ "Fn::Transform": { "Name": "AWS::Include" } }), "Fn::Transform:\n  Name: AWS::Include\n");
}

#[test]
fn condition_is_a_function_only_among_conditions() {
    check(json!({ "Condition": "A" }), "Condition: A\n");
    check(json!({ "L": [{ "Condition": "A" }] }), "L:\n  - Condition: A\n");
    check_value(json!({ "Fn::Not": [{ "Condition": "A" }] }), "!Not [!Condition A]");
    check_value(json!({ "Fn::If": ["C", { "Condition": "A" }, 1] }), "!If\n  - C\n  - Condition: A\n  - 1");
    check_value(
        json!({ "Fn::Not": [{ "Fn::Equals": [[{ "Condition": "A" }], 1] }] }),
        "!Not\n  - !Equals\n    - - Condition: A\n    - 1",
    );
}

#[test]
fn a_list_stands_on_one_line_up_to_a_hundred_columns() {
    // Eight columns of `K: !Join`, then ` ["", [` and `]]`.
    let fits = "x".repeat(100 - 8 - 9);
    check_value(json!({ "Fn::Join": ["", [fits]] }), &format!("!Join [\"\", [{fits}]]"));
    let wide = "é".repeat(100 - 8 - 9);
    check_value(json!({ "Fn::Join": ["", [wide]] }), &format!("!Join [\"\", [{wide}]]"));
    let long = "x".repeat(100 - 8 - 8);
    check_value(json!({ "Fn::Join": ["", [long]] }), &format!("!Join\n  - \"\"\n  - - {long}"));
}

#[test]
fn blocks_nest() {
    check(json!([]), "[]\n");
    check(json!({}), "{}\n");
    check(json!("a\nb"), "\"a\\nb\"\n");
    check(json!({ "Ref": "A" }), "!Ref A\n");
    check(
        json!([[1, [2, {}]], { "a": [], "b": null }, true]),
        "- - 1\n  - - 2\n    - {}\n- a: []\n  b: null\n- true\n",
    );
    check(
        json!({ "a": { "b": [{ "c": { "d": "x\ny\n" } }] } }),
        "a:\n  b:\n    - c:\n        d: |\n          x\n          y\n",
    );
    check(json!([{ "Fn::Join": ["", { "a": 1 }] }, 1]), "- !Join\n  - \"\"\n  - a: 1\n- 1\n");
}

#[test]
fn text_that_readers_would_take_for_something_else_is_quoted() {
    for text in [
        "y",
        "N",
        "yes",
        "No",
        "on",
        "OFF",
        "true",
        "False",
        "null",
        "~",
        "2012-10-17",
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14 21:59:43",
        "12:30",
        "1:2:3",
        "0",
        "007",
        "010",
        "0o7",
        "0x1f",
        "0b11",
        "1_000",
        "1e3",
        "1.5",
        ".5",
        "-1",
        "+1",
        "1.2.3",
        "123456789012",
        ".inf",
        "-.INF",
        ".NaN",
        "...",
        "---",
        "-",
        "- a",
        "?",
        "? a",
        ":",
        "a:",
        "a: b",
        "a #b",
        "#a",
        "&a",
        "*",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "[a]",
        "{a}",
        ",a",
        "=",
        "<<",
        " a",
        "a ",
        "\"a\"",
        "{{resolve:ssm:a}}",
    ] {
        check_value(json!(text), &format!("'{text}'"));
        check(json!({ text: 1 }), &format!("'{text}': 1\n"));
    }
}

#[test]
fn other_text_is_not_quoted() {
    for text in [
        "a",
        "Fn::Sub",
        "AWS::Region",
        "arn:aws:s3:::b/*",
        "${A}-b",
        "a#b",
        "it's",
        "10.0.0.0/16",
        "-c",
        "--flag",
        "./a",
        "1 day",
        "rate(5 minutes)",
        "$.a[0]",
        "a, b",
        "a = b",
        "é日本🎉",
        "yesterday",
        "nodejs22.x",
        "<b>",
    ] {
        check_value(json!(text), text);
        check(json!({ text: 1 }), &format!("{text}: 1\n"));
    }
}

#[test]
fn quotes_suit_the_text() {
    check_value(json!(""), "\"\"");
    check_value(json!("it's: a"), "\"it's: a\"");
    check_value(json!("a: \\d"), "'a: \\d'");
    check_value(json!("'a': \"b\""), "'''a'': \"b\"'");
    check_value(json!("a\tb"), "\"a\\tb\"");
    check_value(
        json!("\u{0}\u{1b}\u{7f}\u{85}\u{2028}\u{feff}\r\"\\"),
        "\"\\x00\\x1b\\x7f\\x85\\u2028\\ufeff\\r\\\"\\\\\"",
    );
    check_value(json!({ "Fn::If": ["C", "a,b", "c?"] }), "!If [C, 'a,b', 'c?']");
}

#[test]
fn lines_stand_in_a_block_where_it_holds_them() {
    check_value(json!("a\nb"), "|-\n  a\n  b");
    check_value(json!("a\nb\n"), "|\n  a\n  b");
    check_value(json!("a\n\n  b"), "|-\n  a\n\n    b");
    check_value(json!(" a\nb"), "|2-\n   a\n  b");
    check_value(json!("\n a\n"), "|2\n\n   a");
    check_value(json!("\na"), "|-\n\n  a");
    check_value(json!("a\tb\n"), "|\n  a\tb");
    check(json!([" a\nb"]), "- |2-\n   a\n  b\n");
    for (text, quoted) in [
        ("\n", r"\n"),
        ("a\n\n", r"a\n\n"),
        ("a \nb", r"a \nb"),
        ("a\n \nb", r"a\n \nb"),
        ("\ta\nb", r"\ta\nb"),
        ("a\r\nb", r"a\r\nb"),
        ("a\u{2028}\nb", r"a\u2028\nb"),
    ] {
        check_value(json!(text), &format!("\"{quoted}\""));
    }
}

#[test]
fn long_keys_have_a_question_mark() {
    let key = "k".repeat(1100);
    check(json!({ "a": { &key: { "b": 1 }, "c": 2 } }), &format!("a:\n  ? {key}\n  :\n    b: 1\n  c: 2\n"));
}

#[test]
fn numbers_keep_their_digits() {
    for number in ["0", "-0", "1.50", "123456789012345678901234567890", "0.1000", "1.5e+400"] {
        check_value(serde_json::from_str(number).unwrap(), number);
    }
    // PyYAML wants a point in such a number and takes this one for text. The sign is serde_json's.
    check_value(serde_json::from_str("1e3").unwrap(), "1e+3");
}

#[cfg(feature = "yaml")]
mod round_trip {
    use saphyr::{LoadableYamlNode, Scalar, Yaml};
    use serde_json::{Map, Value, json};
    use stepwright::template::to_yaml;

    /// Reads YAML as JSON, tags as the functions that they stand for.
    fn read(yaml: &Yaml) -> Value {
        match yaml {
            Yaml::Value(Scalar::Null) => Value::Null,
            Yaml::Value(Scalar::Boolean(value)) => json!(value),
            Yaml::Value(Scalar::Integer(value)) => json!(value),
            Yaml::Value(Scalar::FloatingPoint(value)) => json!(value.into_inner()),
            Yaml::Value(Scalar::String(text)) => json!(text),
            Yaml::Sequence(items) => items.iter().map(read).collect(),
            Yaml::Mapping(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(key, value)| match key {
                        Yaml::Value(Scalar::String(key)) => (key.to_string(), read(value)),
                        other => panic!("a key came back as {other:?}"),
                    })
                    .collect::<Map<_, _>>(),
            ),
            Yaml::Tagged(tag, value) => {
                let argument = match (tag.suffix.as_str(), read(value)) {
                    ("GetAtt", Value::String(text)) => text.splitn(2, '.').collect(),
                    (_, argument) => argument,
                };
                match tag.suffix.as_str() {
                    name @ ("Ref" | "Condition") => json!({ name: argument }),
                    name => json!({ format!("Fn::{name}"): argument }),
                }
            }
            other => panic!("came back as {other:?}"),
        }
    }

    /// A linear congruential generator, so that every run sees the same documents.
    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (self.0 >> 33) as usize % limit
        }

        fn of<T: Copy>(&mut self, choices: &[T]) -> T {
            choices[self.below(choices.len())]
        }

        fn text(&mut self) -> String {
            const TRAPS: [&str; 53] = [
                "y",
                "no",
                "On",
                "true",
                "null",
                "~",
                "",
                " ",
                "2012-10-17",
                "12:30",
                "010",
                "0o7",
                "0x1f",
                "1e3",
                "1_0",
                ".inf",
                ".nan",
                "---",
                "...",
                "-",
                "- a",
                "?",
                ": ",
                "a: b",
                "a #b",
                "a:",
                "#",
                "&a",
                "*a",
                "!a",
                "|",
                ">",
                "%",
                "@",
                "`",
                "[]",
                "{}",
                "=",
                "<<",
                "it's",
                "\"a\"",
                "\\",
                "a\nb",
                "a\nb\n",
                "a\n\n",
                " a\nb",
                "\n a\nb\n",
                "a \nb",
                "a\tb\nc",
                "AWS::Region",
                "${A}",
                "é🎉",
                "\u{feff}",
            ];
            const ALPHABET: [&str; 44] = [
                "a", "b", "0", "1", " ", ":", "#", "-", "?", ",", "[", "]", "{", "}", "&", "*", "!", "|",
                ">", "'", "\"", "%", "@", "`", "\\", "~", "=", "<", ".", "+", "_", "\n", "\n ", " \n", "\t",
                "\r", ": ", " #", "é", "\u{85}", "\u{a0}", "\u{2028}", "\u{1b}", "\u{feff}",
            ];
            match self.below(3) {
                0 => self.of(&["Name", "Orders", "A"]).to_owned(),
                1 => self.of(&TRAPS).to_owned(),
                _ => (0..self.below(10)).map(|_| self.of(&ALPHABET)).collect(),
            }
        }

        fn list(&mut self, depth: usize) -> Vec<Value> {
            (0..self.below(5)).map(|_| self.value(depth)).collect()
        }

        fn function(&mut self, depth: usize) -> Value {
            match self.below(16) {
                0 => json!({ "Ref": self.text() }),
                1 => json!({ "Fn::GetAtt": [self.text(), self.text()] }),
                2 => json!({ "Fn::GetAtt": self.list(depth) }),
                3 => json!({ "Fn::Sub": self.text() }),
                4 => json!({ "Fn::Sub": [self.text(), { self.text(): self.value(depth) }] }),
                5 => json!({ "Fn::Join": [self.text(), self.list(depth)] }),
                6 => json!({ "Fn::Select": [self.below(3), self.list(depth)] }),
                7 => json!({ "Fn::If": [self.text(), self.value(depth), self.value(depth)] }),
                8 => json!({ "Fn::If": self.list(depth) }),
                9 => json!({ "Fn::Not": [{ "Condition": self.text() }] }),
                10 => {
                    json!({ "Fn::And": [{ "Condition": self.text() }, { "Fn::Equals": [self.value(0), self.value(0)] }] })
                }
                11 => json!({ "Fn::Base64": { "Fn::Sub": self.text() } }),
                12 => json!({ "Fn::Base64": self.value(depth) }),
                13 => json!({ "Condition": self.text() }),
                14 => json!({ "Fn::FindInMap": [self.text(), { "Ref": self.text() }, self.text()] }),
                _ => json!({ "Fn::Split": [self.text(), self.value(depth)] }),
            }
        }

        fn value(&mut self, depth: usize) -> Value {
            match self.below(if depth > 0 { 10 } else { 5 }) {
                0 => self.of(&[Value::Null, json!(true), json!(false)].each_ref()).clone(),
                1 => self.of(&[json!(0), json!(-17), json!(1.5), json!(86400)].each_ref()).clone(),
                2..=4 => json!(self.text()),
                5 | 6 => {
                    Value::Object((0..self.below(5)).map(|_| (self.text(), self.value(depth - 1))).collect())
                }
                7 => Value::Array(self.list(depth - 1)),
                _ => self.function(depth - 1),
            }
        }
    }

    #[test]
    fn random_documents_come_back_unchanged() {
        let mut random = Random(7);
        for _ in 0..4000 {
            let given = match random.below(3) {
                0 => random.value(5),
                _ => json!({
                    "Description": random.text(),
                    "Conditions": { random.text(): random.function(3) },
                    "Resources": { random.text(): random.value(4), random.text(): random.value(4) },
                }),
            };
            let yaml = to_yaml(&given);
            let read_back = match Yaml::load_from_str(&yaml) {
                Ok(documents) => documents.iter().map(read).collect::<Vec<_>>(),
                Err(error) => panic!("{error}\n{given}\n{yaml}"),
            };
            assert_eq!(read_back, std::slice::from_ref(&given), "{given}\n{yaml}");
        }
    }
}
