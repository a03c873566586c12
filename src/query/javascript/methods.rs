//! Functions, methods and members that mean the same in JSONata.

use super::super::error::{ParseError, Position};
use super::inexpressible;
use super::jsonata::{Kind, Said, Writer, block, conditional, level, literal};
use super::tree::{Node, Unary};

type Result = std::result::Result<Said, ParseError>;

fn atom(text: String, kind: Kind) -> Result {
    Ok(Said::new(text, level::ATOM, kind))
}

/// A number that is written down.
fn number(node: &Node) -> Option<i64> {
    match node {
        Node::Number(text) => text.parse().ok(),
        Node::Unary(_, Unary::Minus, inner) => number(inner).map(|number| -number),
        _ => None,
    }
}

/// Text that is written down.
fn text(node: &Node) -> Option<&str> {
    match node {
        Node::Text(text) => Some(text),
        _ => None,
    }
}

/// `.length`
pub(super) fn member(writer: &mut Writer<'_>, at: Position, of: &Node, name: &str) -> Result {
    if name != "length" {
        return Err(inexpressible(at, format!("the member `{name}` of what is no path")));
    }
    let (binding, said) = writer.twice(of)?;
    let count = Said::new(format!("$count({})", said.text), level::ATOM, Kind::Number);
    let length = Said::new(format!("$length({})", said.text), level::ATOM, Kind::Number);
    match said.kind {
        Kind::Array => Ok(block(binding, count)),
        Kind::Text => Ok(block(binding, length)),
        Kind::Any => {
            let is = |kind: &str| {
                Said::new(format!("$type({}) = '{kind}'", said.text), level::COMPARE, Kind::Bool)
            };
            let counted = conditional(&is("array"), &count, &length);
            let Node::Path(_) = of else { return Ok(block(binding, counted)) };
            let own = Said::new(format!("{}.length", said.text), level::ATOM, Kind::Any);
            Ok(block(binding, conditional(&is("object"), &own, &counted)))
        }
        _ => Err(inexpressible(at, "the length of what is neither text nor an array")),
    }
}

pub(super) fn method(
    writer: &mut Writer<'_>,
    at: Position,
    receiver: &Node,
    name: &str,
    arguments: &[Node],
) -> Result {
    let other =
        || Err(inexpressible(at, format!("`.{name}(…)` has nothing in JSONata that always means the same")));
    // Text, or what fails where it is none.
    let of_text = |writer: &mut Writer<'_>| {
        let said = writer.absorbed(receiver)?;
        if said.is_text() {
            Ok(said)
        } else {
            Err(inexpressible(at, format!("`.{name}(…)` of what is no text")))
        }
    };
    match (name, arguments) {
        ("toUpperCase", []) => {
            let said = of_text(writer)?;
            atom(format!("$uppercase({})", said.text), Kind::Text)
        }
        ("toLowerCase", []) => {
            let said = of_text(writer)?;
            atom(format!("$lowercase({})", said.text), Kind::Text)
        }
        // JSONata's own `$trim` also changes what is inside.
        ("trim" | "trimStart" | "trimEnd", []) => {
            let pattern = match name {
                "trim" => r"/^\s+|\s+$/",
                "trimStart" => r"/^\s+/",
                _ => r"/\s+$/",
            };
            let said = of_text(writer)?;
            atom(format!("$replace({}, {pattern}, '')", said.text), Kind::Text)
        }
        ("includes", [part]) => {
            let (binding, said) = writer.twice(receiver)?;
            let part = writer.no_array(part)?;
            let within = format!("{} in {}", part.at(level::COMPARE + 1), said.at(level::COMPARE + 1));
            let within = Said::new(within, level::COMPARE, Kind::Bool);
            let contains = format!("$contains({}, {})", said.text, part.text);
            let contains = Said::new(contains, level::ATOM, Kind::Bool);
            match said.kind {
                Kind::Array => Ok(block(binding, within)),
                Kind::Text => Ok(block(binding, contains)),
                Kind::Any => {
                    let array =
                        Said::new(format!("$type({}) = 'array'", said.text), level::COMPARE, Kind::Bool);
                    Ok(block(binding, conditional(&array, &within, &contains)))
                }
                _ => other(),
            }
        }
        ("startsWith", [part]) => {
            let said = of_text(writer)?;
            let (binding, other) = writer.twice(part)?;
            let length = match text(part) {
                Some(part) => part.chars().count().to_string(),
                None => format!("$length({})", other.text),
            };
            let text = format!("$substring({}, 0, {length}) = {}", said.text, other.at(level::COMPARE + 1));
            Ok(block(binding, Said::new(text, level::COMPARE, Kind::Bool)))
        }
        ("endsWith", [part]) => match text(part) {
            Some("") | None => other(),
            Some(part) => {
                let said = of_text(writer)?;
                let text =
                    format!("$substring({}, -{}) = {}", said.text, part.chars().count(), literal(part));
                Ok(Said::new(text, level::COMPARE, Kind::Bool))
            }
        },
        ("split", [separator]) if text(separator).is_some_and(|separator| !separator.is_empty()) => {
            let (said, separator) = (of_text(writer)?, writer.say(separator)?);
            atom(format!("$split({}, {})", said.text, separator.text), Kind::Array)
        }
        ("join", [] | [_]) => {
            let said = writer.absorbed(receiver)?;
            let separator = match arguments {
                [separator] => writer.absorbed(separator)?.text,
                _ => "','".to_owned(),
            };
            if !matches!(said.kind, Kind::Array | Kind::Any) {
                return other();
            }
            atom(format!("$join({}, {separator})", said.text), Kind::Text)
        }
        ("replace" | "replaceAll", [from, to]) => match (text(from), text(to)) {
            // A `$` in what is put in means something in JavaScript.
            (Some(from), Some(to)) if !from.is_empty() && !to.contains('$') => {
                let said = of_text(writer)?;
                let once = if name == "replace" { ", 1" } else { "" };
                let text = format!("$replace({}, {}, {}{once})", said.text, literal(from), literal(to));
                atom(text, Kind::Text)
            }
            _ => other(),
        },
        ("slice" | "substring", [start]) => match number(start) {
            Some(start) if start >= 0 || name == "slice" => {
                let said = of_text(writer)?;
                atom(format!("$substring({}, {start})", said.text), Kind::Text)
            }
            _ => other(),
        },
        ("slice" | "substring", [start, end]) => match (number(start), number(end)) {
            (Some(start), Some(end)) if start >= 0 && end >= start => {
                let said = of_text(writer)?;
                atom(format!("$substring({}, {start}, {})", said.text, end - start), Kind::Text)
            }
            _ => other(),
        },
        ("charAt", [index]) => match number(index) {
            Some(index) if index >= 0 => {
                let said = of_text(writer)?;
                atom(format!("$substring({}, {index}, 1)", said.text), Kind::Text)
            }
            _ => other(),
        },
        ("padStart" | "padEnd", [length] | [length, _]) => {
            let with = arguments.get(1).map_or(Some(" "), text);
            match (number(length), with) {
                (Some(length), Some(with)) if length >= 0 && with.chars().count() == 1 => {
                    let said = of_text(writer)?;
                    let sign = if name == "padStart" { "-" } else { "" };
                    atom(format!("$pad({}, {sign}{length}, {})", said.text, literal(with)), Kind::Text)
                }
                _ => other(),
            }
        }
        ("concat", parts) => {
            let mut out = writer.text_of(at, receiver)?.at(level::ADD);
            for part in parts {
                out.push_str(" & ");
                out.push_str(&writer.text_of(at, part)?.at(level::ADD + 1));
            }
            Ok(Said::new(out, level::ADD, Kind::Text))
        }
        ("toString", []) => writer.as_text(at, receiver),
        _ => other(),
    }
}

pub(super) fn call(writer: &mut Writer<'_>, at: Position, name: &str, arguments: &[Node]) -> Result {
    let other =
        || Err(inexpressible(at, format!("`{name}(…)` has nothing in JSONata that always means the same")));
    let of_number = |writer: &mut Writer<'_>, node: &Node| {
        let said = writer.number(at, node)?;
        Ok::<Said, ParseError>(writer.absorb(said))
    };
    match (name, arguments) {
        ("Math.floor" | "Math.ceil" | "Math.abs" | "Math.sqrt", [only]) => {
            let said = of_number(writer, only)?;
            let function = name.trim_start_matches("Math.");
            atom(format!("${function}({})", said.text), Kind::Number)
        }
        // JSONata's own `$round` goes to the even one of two.
        ("Math.round", [only]) => {
            let said = of_number(writer, only)?;
            atom(format!("$floor({} + 0.5)", said.at(level::ADD)), Kind::Number)
        }
        ("Math.trunc", [only]) => {
            let said = of_number(writer, only)?;
            let (binding, said) = writer.bind(only, said);
            Ok(block(binding, truncated(&said.text)))
        }
        ("Math.pow", [base, exponent]) => {
            let (base, exponent) = (of_number(writer, base)?, of_number(writer, exponent)?);
            atom(format!("$power({}, {})", base.text, exponent.text), Kind::Number)
        }
        ("Math.max" | "Math.min", [_, ..]) => {
            let mut texts = Vec::new();
            for argument in arguments {
                let said = writer.number(at, argument)?;
                texts.push(writer.flat(argument, said).text);
            }
            let function = name.trim_start_matches("Math.");
            atom(format!("${function}([{}])", texts.join(", ")), Kind::Number)
        }
        ("Math.random", []) => atom("$random()".to_owned(), Kind::Number),
        ("Date.now", []) => atom("$millis()".to_owned(), Kind::Number),
        ("Number" | "parseFloat" | "Number.parseFloat", [only]) => {
            let said = writer.absorbed(only)?;
            atom(format!("$number({})", said.text), Kind::Number)
        }
        ("parseInt" | "Number.parseInt", [only] | [only, _]) => {
            if arguments.get(1).is_some_and(|base| number(base) != Some(10)) {
                return other();
            }
            let said = writer.absorbed(only)?;
            let name = writer.name();
            let binding = format!("{name} := $number({})", said.text);
            Ok(block(Some(binding), truncated(&name)))
        }
        ("String", [only]) => writer.as_text(at, only),
        ("Boolean", [only]) => writer.truth(only),
        ("Array.isArray", [only]) => {
            let said = writer.absorbed(only)?;
            Ok(Said::new(format!("$type({}) = 'array'", said.text), level::COMPARE, Kind::Bool))
        }
        ("JSON.parse", [only]) => {
            let said = writer.absorbed(only)?;
            if !said.is_text() {
                return other();
            }
            // One of Step Functions' own functions.
            atom(format!("$parse({})", said.text), Kind::Any)
        }
        ("Object.keys", [only]) => {
            let (binding, said) = writer.twice(only)?;
            if !matches!(said.kind, Kind::Any | Kind::Object) {
                return other();
            }
            let is_object = format!("$assert($type({}) = 'object', 'only an object has keys')", said.text);
            let bindings: Vec<String> = binding.into_iter().chain([is_object]).collect();
            let keys = Said::new(format!("[$keys({})]", said.text), level::ATOM, Kind::Array);
            Ok(block(Some(bindings.join("; ")), keys))
        }
        ("encodeURIComponent" | "decodeURIComponent" | "encodeURI" | "decodeURI", [only]) => {
            let said = writer.absorbed(only)?;
            if !said.is_text() {
                return other();
            }
            let function = match name {
                "encodeURIComponent" => "encodeUrlComponent",
                "decodeURIComponent" => "decodeUrlComponent",
                "encodeURI" => "encodeUrl",
                _ => "decodeUrl",
            };
            atom(format!("${function}({})", said.text), Kind::Text)
        }
        _ => other(),
    }
}

/// A number without what follows its point.
fn truncated(text: &str) -> Said {
    let below = Said::new(format!("{text} < 0"), level::COMPARE, Kind::Bool);
    let number = |function: &str| Said::new(format!("${function}({text})"), level::ATOM, Kind::Number);
    conditional(&below, &number("ceil"), &number("floor"))
}
