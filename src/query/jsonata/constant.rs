//! What is known of a value before anything is evaluated, and which operators never take it.

use super::tree::{Node, NodeKind, Operator};

/// A type, as signatures write it.
pub(super) type Type = char;

pub(super) const TEXT: Type = 's';
pub(super) const NUMBER: Type = 'n';
pub(super) const BOOL: Type = 'b';
pub(super) const NULL: Type = 'l';
pub(super) const ARRAY: Type = 'a';
pub(super) const OBJECT: Type = 'o';
pub(super) const FUNCTION: Type = 'f';

/// The type of what a part gives, if it always gives that.
pub(super) fn of(node: &Node) -> Option<Type> {
    Some(match &node.kind {
        NodeKind::Text(_) | NodeKind::Binary { operator: Operator::Concatenate, .. } => TEXT,
        NodeKind::Number(_) => NUMBER,
        NodeKind::Negate(of) if matches!(of.kind, NodeKind::Number(_)) => NUMBER,
        NodeKind::Null => NULL,
        NodeKind::Bool(_) => BOOL,
        NodeKind::Binary {
            operator: Operator::Equal | Operator::NotEqual | Operator::In | Operator::And | Operator::Or,
            ..
        } => BOOL,
        NodeKind::Array(_) => ARRAY,
        NodeKind::Object(_) => OBJECT,
        NodeKind::Lambda { .. } | NodeKind::Transform { .. } | NodeKind::Regex { .. } => FUNCTION,
        NodeKind::Block(parts) => return of(parts.last()?),
        _ => return None,
    })
}

/// A type in words.
pub(super) fn describe(found: Type) -> &'static str {
    match found {
        TEXT => "text",
        NUMBER => "a number",
        BOOL => "a boolean",
        NULL => "`null`",
        ARRAY => "an array",
        OBJECT => "an object",
        _ => "a function",
    }
}

/// A part that is always of a type that the operator above it never takes.
pub(super) struct Fault<'a> {
    pub(super) at: &'a Node,
    pub(super) needs: &'static str,
    pub(super) found: &'static str,
}

/// The first such part directly within.
pub(super) fn fault(node: &Node) -> Option<Fault<'_>> {
    match &node.kind {
        NodeKind::Negate(part) => not(part, NUMBER, "negates a number"),
        NodeKind::Range { from, to } => not_whole(from).or_else(|| not_whole(to)),
        NodeKind::Binary { operator, left, right } => match operator {
            Operator::Add | Operator::Subtract | Operator::Multiply | Operator::Divide | Operator::Modulo => {
                not(left, NUMBER, "takes numbers").or_else(|| not(right, NUMBER, "takes numbers"))
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                no_order(left).or_else(|| no_order(right)).or_else(|| differs(left, right))
            }
            _ => None,
        },
        NodeKind::Object(members) | NodeKind::Group { members, .. } => {
            members.iter().find_map(|(key, _)| not(key, TEXT, "takes text for keys"))
        }
        _ => None,
    }
}

fn not<'a>(part: &'a Node, wanted: Type, needs: &'static str) -> Option<Fault<'a>> {
    let found = of(part).filter(|found| *found != wanted)?;
    Some(Fault { at: part, needs, found: describe(found) })
}

fn not_whole(part: &Node) -> Option<Fault<'_>> {
    let needs = "takes whole numbers";
    match part.kind {
        NodeKind::Number(number) if number.fract() != 0.0 => Some(Fault { at: part, needs, found: "none" }),
        _ => not(part, NUMBER, needs),
    }
}

fn no_order(part: &Node) -> Option<Fault<'_>> {
    let found = of(part).filter(|found| ![TEXT, NUMBER].contains(found))?;
    Some(Fault { at: part, needs: "compares numbers or texts", found: describe(found) })
}

fn differs<'a>(left: &Node, right: &'a Node) -> Option<Fault<'a>> {
    let (first, found) = (of(left)?, of(right)?);
    let needs = if first == TEXT { "compares text with text" } else { "compares a number with numbers" };
    (first != found).then(|| Fault { at: right, needs, found: describe(found) })
}
