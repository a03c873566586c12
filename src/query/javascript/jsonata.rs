//! From a tree to JSONata.

use super::super::error::{ParseError, Position};
use super::methods;
use super::tree::{Binary, JavaScriptPath, Node, Unary};
use super::{Remark, inexpressible};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a value before it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Bool,
    Null,
    Array,
    Object,
    Any,
}

/// How tightly JSONata's operators bind.
pub(super) mod level {
    pub(in super::super) const CONDITION: u8 = 20;
    pub(in super::super) const OR: u8 = 25;
    pub(in super::super) const AND: u8 = 30;
    pub(in super::super) const COMPARE: u8 = 40;
    pub(in super::super) const ADD: u8 = 50;
    pub(in super::super) const MULTIPLY: u8 = 60;
    pub(in super::super) const MINUS: u8 = 65;
    pub(in super::super) const ATOM: u8 = 100;
}

/// A part, said in JSONata.
pub(super) struct Said {
    pub(super) text: String,
    level: u8,
    pub(super) kind: Kind,
    /// The paths without which it has no value either; nothing else notices that they are missing.
    pending: BTreeSet<usize>,
}

impl Said {
    pub(super) fn new(text: impl Into<String>, level: u8, kind: Kind) -> Self {
        Said { text: text.into(), level, kind, pending: BTreeSet::new() }
    }

    /// As an operand of something that binds at least so tightly.
    pub(super) fn at(&self, least: u8) -> String {
        if self.level < least { format!("({})", self.text) } else { self.text.clone() }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Any)
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Any)
    }
}

/// What a path has to be, lest JSONata goes on where JavaScript would not, or to somewhere else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Need {
    text: bool,
    no_array: bool,
}

/// The types of what becomes the same text in both languages.
const SCALARS: &str = "['string', 'number', 'boolean', 'null']";

pub(super) struct Writer<'a> {
    paths: &'a [JavaScriptPath],
    needs: BTreeMap<usize, Need>,
    /// Functions that are defined first.
    helpers: BTreeSet<&'static str>,
    remarks: Vec<Remark>,
    bound: usize,
}

const PLUS: &str = "$jsPlus";
const TEXT: &str = "$jsText";

fn definition(helper: &str) -> String {
    match helper {
        PLUS => format!(
            "{PLUS} := function($l, $r){{(\
             $assert($type($l) in {SCALARS} and $type($r) in {SCALARS}, 'only text and numbers are added'); \
             $type($l) = 'string' or $type($r) = 'string' ? $l & $r : $l + $r)}}"
        ),
        _ => format!(
            "{TEXT} := function($v){{(\
             $assert($type($v) in {SCALARS}, 'an array or an object is no text'); $string($v))}}"
        ),
    }
}

/// Text as JSONata writes it.
pub(super) fn literal(text: &str) -> String {
    if text.chars().any(|c| matches!(c, '\'' | '\\') || c.is_control()) {
        return serde_json::Value::from(text).to_string();
    }
    format!("'{text}'")
}

/// The JSONata of an expression, and remarks. `alone`: whoever asks notices that there is no value.
pub(super) fn say(
    root: &Node,
    paths: &[JavaScriptPath],
    alone: bool,
) -> Result<(String, Vec<Remark>), ParseError> {
    let mut writer =
        Writer { paths, needs: BTreeMap::new(), helpers: BTreeSet::new(), remarks: Vec::new(), bound: 0 };
    let said = if alone { writer.say(root)? } else { writer.absorbed(root)? };
    let mut lines: Vec<String> = writer.helpers.iter().map(|helper| definition(helper)).collect();
    lines.extend(writer.needs.iter().filter_map(|(path, need)| assertion(paths.get(*path)?, *need)));
    if lines.is_empty() {
        return Ok((said.text, writer.remarks));
    }
    lines.push(said.text);
    Ok((format!("({})", lines.join("; ")), writer.remarks))
}

fn assertion(path: &JavaScriptPath, need: Need) -> Option<String> {
    let (said, shown) = (path.in_jsonata(), path.shown());
    let (condition, what) = if need.text {
        (format!("$type({said}) in {SCALARS}"), "missing, or no text, number or truth value")
    } else if need.no_array {
        (format!("$exists({said}) and $type({said}) != 'array'"), "missing, or an array")
    } else {
        (format!("$exists({said})"), "missing")
    };
    Some(format!("$assert({condition}, {})", literal(&format!("`{shown}` is {what}"))))
}

impl Writer<'_> {
    /// Says a part. Only hands it on, so that what is nested deep takes little of the stack.
    pub(super) fn say(&mut self, node: &Node) -> Result<Said, ParseError> {
        match node {
            Node::Template(parts) => self.template(parts),
            Node::Unary(at, operator, operand) => self.unary(*at, *operator, operand),
            Node::Binary(at, operator, left, right) => self.binary(*at, *operator, left, right),
            Node::Conditional(condition, yes, no) => self.choice(condition, yes, no),
            Node::Array(at, items) => self.array(*at, items),
            Node::Object(members) => self.object(members),
            Node::Call(at, name, arguments) => methods::call(self, *at, name, arguments),
            Node::Method(at, receiver, name, arguments) => {
                methods::method(self, *at, receiver, name, arguments)
            }
            Node::Member(at, of, name) => methods::member(self, *at, of, name),
            leaf => Ok(self.leaf(leaf)),
        }
    }

    fn leaf(&mut self, node: &Node) -> Said {
        match node {
            Node::Number(text) => Said::new(text, level::ATOM, Kind::Number),
            Node::Text(text) => {
                self.look_for_path(text);
                Said::new(literal(text), level::ATOM, Kind::Text)
            }
            Node::Bool(value) => Said::new(value.to_string(), level::ATOM, Kind::Bool),
            Node::Path(index) => {
                let text = self.paths.get(*index).map(JavaScriptPath::in_jsonata).unwrap_or_default();
                let pending = BTreeSet::from([*index]);
                Said { pending, ..Said::new(text, level::ATOM, Kind::Any) }
            }
            _ => Said::new("null", level::ATOM, Kind::Null),
        }
    }

    fn choice(&mut self, condition: &Node, yes: &Node, no: &Node) -> Result<Said, ParseError> {
        let condition = self.truth(condition)?;
        let (yes, no) = (self.absorbed(yes)?, self.absorbed(no)?);
        Ok(conditional(&condition, &yes, &no))
    }

    fn object(&mut self, members: &[(String, Node)]) -> Result<Said, ParseError> {
        let mut texts = Vec::new();
        for (key, value) in members {
            texts.push(format!("{}: {}", literal(key), self.absorbed(value)?.text));
        }
        Ok(Said::new(format!("{{{}}}", texts.join(", ")), level::ATOM, Kind::Object))
    }

    /// Text that may be meant as a path.
    fn look_for_path(&mut self, text: &str) {
        let path = text.split("$.").skip(1).any(|rest| rest.starts_with(char::is_alphabetic));
        let remark = Remark {
            code: "path-in-text",
            message: format!("the path in `{text}` is text, and stays as it is"),
            help: "say it outside of the quotes, or as `${$.path}` in a template",
        };
        if path && !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }

    /// A part whose missing paths would go unnoticed: they are asked for.
    pub(super) fn absorbed(&mut self, node: &Node) -> Result<Said, ParseError> {
        let said = self.say(node)?;
        Ok(self.absorb(said))
    }

    /// Asks for the paths whose want would go unnoticed.
    pub(super) fn absorb(&mut self, mut said: Said) -> Said {
        for path in std::mem::take(&mut said.pending) {
            self.needs.entry(path).or_default();
        }
        said
    }

    /// A part that is said twice: under a name, unless it is short.
    pub(super) fn twice(&mut self, node: &Node) -> Result<(Option<String>, Said), ParseError> {
        let said = self.absorbed(node)?;
        Ok(self.bind(node, said))
    }

    /// What was said of a part, to be said twice.
    pub(super) fn bind(&mut self, node: &Node, said: Said) -> (Option<String>, Said) {
        if matches!(node, Node::Path(_) | Node::Number(_) | Node::Text(_) | Node::Bool(_) | Node::Null) {
            return (None, said);
        }
        let name = self.name();
        let binding = format!("{name} := {}", said.text);
        (Some(binding), Said::new(name, level::ATOM, said.kind))
    }

    /// A name that nothing has yet.
    pub(super) fn name(&mut self) -> String {
        self.bound += 1;
        format!("$js{}", self.bound)
    }

    /// As an operand of `&`.
    pub(super) fn text_of(&mut self, at: Position, node: &Node) -> Result<Said, ParseError> {
        let said = self.say(node)?;
        self.joined(at, node, said)
    }

    /// What was said of a part, as an operand of `&`.
    fn joined(&mut self, at: Position, node: &Node, said: Said) -> Result<Said, ParseError> {
        let said = self.absorb(said);
        match (said.kind, node) {
            (Kind::Array | Kind::Object, _) => Err(inexpressible(at, "an array or an object as text")),
            (Kind::Any, Node::Path(path)) => {
                self.needs.entry(*path).or_default().text = true;
                Ok(said)
            }
            (Kind::Any, _) => {
                self.helpers.insert(TEXT);
                Ok(Said::new(format!("{TEXT}({})", said.text), level::ATOM, Kind::Text))
            }
            _ => Ok(said),
        }
    }

    /// As text, alone.
    pub(super) fn as_text(&mut self, at: Position, node: &Node) -> Result<Said, ParseError> {
        let said = self.text_of(at, node)?;
        if said.kind == Kind::Text {
            return Ok(said);
        }
        Ok(Said::new(format!("$string({})", said.text), level::ATOM, Kind::Text))
    }

    /// A part that is no array where it is a path.
    pub(super) fn no_array(&mut self, node: &Node) -> Result<Said, ParseError> {
        let said = self.say(node)?;
        Ok(self.flat(node, said))
    }

    /// What was said of a part, which is no array where it is a path.
    pub(super) fn flat(&mut self, node: &Node, said: Said) -> Said {
        if let Node::Path(path) = node {
            self.needs.entry(*path).or_default().no_array = true;
        }
        self.absorb(said)
    }

    /// Whether JavaScript takes a part for true.
    pub(super) fn truth(&mut self, node: &Node) -> Result<Said, ParseError> {
        let said = self.absorbed(node)?;
        if said.kind == Kind::Bool {
            return Ok(said);
        }
        let falsehood = falsehood(&said);
        Ok(Said::new(format!("$not({})", falsehood.text), level::ATOM, Kind::Bool))
    }

    fn template(&mut self, parts: &[Node]) -> Result<Said, ParseError> {
        if let [only] = parts {
            return self.as_text(Position::START, only);
        }
        let mut out = String::new();
        for (index, part) in parts.iter().enumerate() {
            let said = self.text_of(Position::START, part)?;
            if index > 0 {
                out.push_str(" & ");
            }
            out.push_str(&said.at(level::ADD + 1));
        }
        Ok(Said::new(out, level::ADD, Kind::Text))
    }

    fn unary(&mut self, at: Position, operator: Unary, operand: &Node) -> Result<Said, ParseError> {
        match operator {
            Unary::Not => {
                let said = self.absorbed(operand)?;
                Ok(falsehood(&said))
            }
            Unary::Minus => {
                let said = self.number(at, operand)?;
                let text = format!("-{}", said.at(level::ATOM));
                Ok(Said { pending: said.pending, ..Said::new(text, level::MINUS, Kind::Number) })
            }
            Unary::Plus => {
                let said = self.absorbed(operand)?;
                Ok(Said::new(format!("$number({})", said.text), level::ATOM, Kind::Number))
            }
        }
    }

    pub(super) fn number(&mut self, at: Position, node: &Node) -> Result<Said, ParseError> {
        let said = self.say(node)?;
        if said.is_number() { Ok(said) } else { Err(inexpressible(at, "arithmetic with what is no number")) }
    }

    fn binary(
        &mut self,
        at: Position,
        operator: Binary,
        left: &Node,
        right: &Node,
    ) -> Result<Said, ParseError> {
        match operator {
            Binary::Add => self.add(at, left, right),
            Binary::Subtract => self.arithmetic(at, ("-", level::ADD), left, right),
            Binary::Multiply => self.arithmetic(at, ("*", level::MULTIPLY), left, right),
            Binary::Divide => self.arithmetic(at, ("/", level::MULTIPLY), left, right),
            Binary::Remainder => self.arithmetic(at, ("%", level::MULTIPLY), left, right),
            Binary::Power => self.power(at, left, right),
            Binary::Less => self.order(at, "<", left, right),
            Binary::AtMost => self.order(at, "<=", left, right),
            Binary::More => self.order(at, ">", left, right),
            Binary::AtLeast => self.order(at, ">=", left, right),
            Binary::Equal => self.equality("=", None, left, right),
            Binary::NotEqual => self.equality("!=", None, left, right),
            Binary::LooselyEqual => self.equality("=", Some("=="), left, right),
            Binary::LooselyNotEqual => self.equality("!=", Some("!="), left, right),
            Binary::And | Binary::Or => self.logic(operator == Binary::And, left, right),
            Binary::Coalesce => self.coalesce(left, right),
        }
    }

    fn arithmetic(
        &mut self,
        at: Position,
        (sign, level): (&str, u8),
        left: &Node,
        right: &Node,
    ) -> Result<Said, ParseError> {
        let (left, right) = (self.number(at, left)?, self.number(at, right)?);
        let text = format!("{} {sign} {}", left.at(level), right.at(level + 1));
        let pending = left.pending.union(&right.pending).copied().collect();
        Ok(Said { pending, ..Said::new(text, level, Kind::Number) })
    }

    fn power(&mut self, at: Position, left: &Node, right: &Node) -> Result<Said, ParseError> {
        let (left, right) = (self.number(at, left)?, self.number(at, right)?);
        let (left, right) = (self.absorb(left), self.absorb(right));
        Ok(Said::new(format!("$power({}, {})", left.text, right.text), level::ATOM, Kind::Number))
    }

    fn order(&mut self, at: Position, sign: &str, left: &Node, right: &Node) -> Result<Said, ParseError> {
        let (left, right) = (self.absorbed(left)?, self.absorbed(right)?);
        let orders = |said: &Said| matches!(said.kind, Kind::Any | Kind::Number | Kind::Text);
        let alike = left.kind == right.kind || [left.kind, right.kind].contains(&Kind::Any);
        if !orders(&left) || !orders(&right) || !alike {
            return Err(inexpressible(at, "an order of other things than two numbers or two texts"));
        }
        Ok(compared(sign, &left, &right))
    }

    fn equality(
        &mut self,
        sign: &str,
        loose: Option<&str>,
        left: &Node,
        right: &Node,
    ) -> Result<Said, ParseError> {
        let (left, right) = (self.absorbed(left)?, self.absorbed(right)?);
        let known = left.kind == right.kind && left.kind != Kind::Any;
        if let Some(loose) = loose
            && !known
            && ![left.kind, right.kind].contains(&Kind::Null)
        {
            self.remarks.push(Remark {
                code: "loose-equality",
                message: format!("`{loose}` takes `1` and `'1'` for equal, and JSONata does not"),
                help: "say `===` or `!==`, which mean the same in both",
            });
        }
        Ok(compared(sign, &left, &right))
    }

    fn coalesce(&mut self, left: &Node, right: &Node) -> Result<Said, ParseError> {
        if let Node::Path(_) = left {
            // That the path is missing is just what is asked here.
            let (left, right) = (self.say(left)?, self.absorbed(right)?);
            let condition = format!("$exists({0}) and {0} != null", left.text);
            let condition = Said::new(condition, level::AND, Kind::Bool);
            return Ok(conditional(&condition, &Said::new(left.text, level::ATOM, left.kind), &right));
        }
        let (binding, left) = self.twice(left)?;
        let right = self.absorbed(right)?;
        let condition = Said::new(format!("{} = null", left.text), level::COMPARE, Kind::Bool);
        Ok(block(binding, conditional(&condition, &right, &left)))
    }

    /// JavaScript adds numbers and joins text. A sum with a number in it is taken for a sum.
    fn add(&mut self, at: Position, left: &Node, right: &Node) -> Result<Said, ParseError> {
        let (one, other) = (self.say(left)?, self.say(right)?);
        let joins = one.kind == Kind::Text || other.kind == Kind::Text;
        if !(joins || one.is_number() && other.is_number()) {
            return Err(inexpressible(at, "a sum of what is neither a number nor text"));
        }
        if joins {
            let (one, other) = (self.joined(at, left, one)?, self.joined(at, right, other)?);
            let text = format!("{} & {}", one.at(level::ADD), other.at(level::ADD + 1));
            return Ok(Said::new(text, level::ADD, Kind::Text));
        }
        if one.kind == Kind::Any && other.kind == Kind::Any {
            let (one, other) = (self.absorb(one), self.absorb(other));
            self.helpers.insert(PLUS);
            return Ok(Said::new(format!("{PLUS}({}, {})", one.text, other.text), level::ATOM, Kind::Any));
        }
        let text = format!("{} + {}", one.at(level::ADD), other.at(level::ADD + 1));
        let pending = one.pending.union(&other.pending).copied().collect();
        Ok(Said { pending, ..Said::new(text, level::ADD, Kind::Number) })
    }

    /// `&&` and `||` give one of their operands, which JSONata's `and` and `or` do for truth values only.
    fn logic(&mut self, and: bool, left: &Node, right: &Node) -> Result<Said, ParseError> {
        let (one, other) = (self.absorbed(left)?, self.absorbed(right)?);
        if one.kind == Kind::Bool && other.kind == Kind::Bool {
            let (sign, level) = if and { ("and", level::AND) } else { ("or", level::OR) };
            let text = format!("{} {sign} {}", one.at(level), other.at(level + 1));
            return Ok(Said::new(text, level, Kind::Bool));
        }
        let (binding, one) = self.bind(left, one);
        let falsehood = falsehood(&one);
        let (yes, no) = if and { (&one, &other) } else { (&other, &one) };
        Ok(block(binding, conditional(&falsehood, yes, no)))
    }

    fn array(&mut self, at: Position, items: &[Node]) -> Result<Said, ParseError> {
        let mut texts = Vec::new();
        for item in items {
            let said = self.no_array(item)?;
            let kept = matches!(item, Node::Array(..) | Node::Path(_));
            if matches!(said.kind, Kind::Array | Kind::Any) && !kept {
                return Err(inexpressible(at, "an array of what may be arrays, which JSONata would flatten"));
            }
            texts.push(said.text);
        }
        Ok(Said::new(format!("[{}]", texts.join(", ")), level::ATOM, Kind::Array))
    }
}

fn compared(sign: &str, left: &Said, right: &Said) -> Said {
    let text = format!("{} {sign} {}", left.at(level::COMPARE + 1), right.at(level::COMPARE + 1));
    Said::new(text, level::COMPARE, Kind::Bool)
}

/// Whether JavaScript takes a value for false.
pub(super) fn falsehood(said: &Said) -> Said {
    let compared = |with: &str| {
        let text = format!("{} = {with}", said.at(level::COMPARE + 1));
        Said::new(text, level::COMPARE, Kind::Bool)
    };
    match said.kind {
        Kind::Bool => Said::new(format!("$not({})", said.text), level::ATOM, Kind::Bool),
        Kind::Text => compared("''"),
        Kind::Number => compared("0"),
        Kind::Null => Said::new("true", level::ATOM, Kind::Bool),
        Kind::Array | Kind::Object => Said::new("false", level::ATOM, Kind::Bool),
        Kind::Any => {
            let text = format!("{} in [null, false, 0, '']", said.at(level::COMPARE + 1));
            Said::new(text, level::COMPARE, Kind::Bool)
        }
    }
}

pub(super) fn conditional(condition: &Said, yes: &Said, no: &Said) -> Said {
    let kind = if yes.kind == no.kind { yes.kind } else { Kind::Any };
    let above = level::CONDITION + 1;
    let text = format!("{} ? {} : {}", condition.at(above), yes.at(above), no.at(above));
    Said::new(text, level::CONDITION, kind)
}

/// A value behind what it is made from.
pub(super) fn block(binding: Option<String>, said: Said) -> Said {
    match binding {
        Some(binding) => Said::new(format!("({binding}; {})", said.text), level::ATOM, said.kind),
        None => said,
    }
}
