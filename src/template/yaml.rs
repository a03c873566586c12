//! Templates as YAML, in the shape in which people write them.
//!
//! A template's text is what its reviewers see, so it has CloudFormation's short forms (`!Ref`, `!GetAtt A.Arn`,
//! `!Sub`), block text for scripts, a blank line between resources, and quotes only where they are needed.
//! "Needed" is judged for readers of YAML 1.1 and 1.2 at once: `on`, `2012-10-17`, `12:30` and `0o7` stay text for
//! both.
//!
//! Short forms were checked against the [intrinsic function reference][functions] and the [condition
//! functions][conditions]. Two of them may not follow one another (`!GetAZs !Ref X`), so the outer one is then
//! written in full.
//!
//! [functions]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
//! [conditions]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html

use crate::data::{Entries, Tree};
use serde_json::Value;

/// A list that an intrinsic function takes stands on one line up to this many columns.
const WIDTH: usize = 100;

/// The sections whose entries are set apart by blank lines.
const SPACED: [&str; 5] = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"];

/// Writes a template as YAML.
///
/// Keys keep their order, numbers their digits. Any other JSON value can be written too; only the blank lines and
/// the short forms are peculiar to templates.
///
/// ```
/// use serde_json::json;
/// use stepwright::template::to_yaml;
///
/// let template = json!({
///     "AWSTemplateFormatVersion": "2010-09-09",
///     "Resources": {
///         "Orders": { "Type": "AWS::SQS::Queue" },
///         "Reader": {
///             "Type": "AWS::SQS::QueuePolicy",
///             "Properties": {
///                 "Queues": [{ "Ref": "Orders" }],
///                 "PolicyDocument": { "Statement": [{ "Resource": { "Fn::GetAtt": ["Orders", "Arn"] } }] },
///             },
///         },
///     },
/// });
/// assert_eq!(
///     to_yaml(&template),
///     "\
/// AWSTemplateFormatVersion: '2010-09-09'
///
/// Resources:
///   Orders:
///     Type: AWS::SQS::Queue
///
///   Reader:
///     Type: AWS::SQS::QueuePolicy
///     Properties:
///       Queues:
///         - !Ref Orders
///       PolicyDocument:
///         Statement:
///           - Resource: !GetAtt Orders.Arn
/// "
/// );
/// ```
pub fn to_yaml(template: &Value) -> String {
    let mut out = String::new();
    write_yaml(template, &mut out);
    out
}

/// Appends a template as YAML to text that is there already, which has to be empty or end its line.
///
/// ```
/// use serde_json::json;
/// use stepwright::template::write_yaml;
///
/// let mut text = String::from("# Written by the build.\n");
/// write_yaml(&json!({ "Transform": "AWS::Serverless-2016-10-31" }), &mut text);
/// assert_eq!(text, "# Written by the build.\nTransform: AWS::Serverless-2016-10-31\n");
/// ```
pub fn write_yaml(template: &Value, out: &mut String) {
    write(&Tree::from(template.clone()), out);
}

/// The same of a tree.
pub(super) fn write(template: &Tree, out: &mut String) {
    let mut writer = Writer { out };
    match (short_form(template, false), template) {
        (None, Tree::Object(sections)) if !sections.is_empty() => writer.sections(sections),
        _ => writer.node(template, 0, Lead::Document, false),
    }
}

/// What stands on the line before a value.
#[derive(Clone, Copy, PartialEq)]
enum Lead {
    /// Nothing: the value is the whole document.
    Document,
    /// A key and its colon.
    Key,
    /// The dash of a list item.
    Dash,
}

struct Writer<'a> {
    out: &'a mut String,
}

impl Writer<'_> {
    /// The document: blank lines around every section that takes more than a line.
    fn sections(&mut self, sections: &Entries) {
        let mut before = None;
        for (name, section) in sections.iter() {
            let tall = is_block(section);
            if before.is_some_and(|before_tall| before_tall || tall) {
                self.out.push('\n');
            }
            before = Some(tall);
            match section {
                Tree::Object(entries)
                    if tall && SPACED.contains(&name.as_str()) && short_form(section, false).is_none() =>
                {
                    self.key(name, 0);
                    self.out.push('\n');
                    self.mapping(entries, 2, false, true);
                }
                _ => self.entry(name, section, 0),
            }
        }
    }

    /// A value after its lead, to the end of its last line. Its own lines are indented by `indent`.
    fn node(&mut self, value: &Tree, indent: usize, lead: Lead, operand: bool) {
        if let Some(short) = short_form(value, operand) {
            self.gap(lead);
            return self.short(&short, indent, lead);
        }
        match value {
            Tree::Object(entries) if !entries.is_empty() => {
                let inline = self.block(lead);
                self.mapping(entries, indent, inline, false);
            }
            Tree::List(items) if !items.is_empty() => {
                let inline = self.block(lead);
                self.list(items, indent, inline, false);
            }
            Tree::Text(text) => {
                self.gap(lead);
                self.text(text, indent, lead);
            }
            scalar => {
                self.gap(lead);
                self.scalar(scalar);
                self.out.push('\n');
            }
        }
    }

    /// The space between a lead and what follows on the same line.
    fn gap(&mut self, lead: Lead) {
        if lead != Lead::Document {
            self.out.push(' ');
        }
    }

    /// Goes to where a block starts; true if that is on the line of its lead.
    fn block(&mut self, lead: Lead) -> bool {
        if lead == Lead::Key {
            self.out.push('\n');
        } else {
            self.gap(lead);
        }
        lead != Lead::Key
    }

    fn mapping(&mut self, entries: &Entries, indent: usize, inline: bool, spaced: bool) {
        for (place, (name, value)) in entries.iter().enumerate() {
            if place > 0 && spaced {
                self.out.push('\n');
            }
            if place > 0 || !inline {
                self.indent(indent);
            }
            self.entry(name, value, indent);
        }
    }

    fn entry(&mut self, name: &str, value: &Tree, indent: usize) {
        self.key(name, indent);
        self.node(value, indent + 2, Lead::Key, false);
    }

    fn list(&mut self, items: &[Tree], indent: usize, inline: bool, operands: bool) {
        for (place, item) in items.iter().enumerate() {
            if place > 0 || !inline {
                self.indent(indent);
            }
            self.out.push('-');
            self.node(item, indent + 2, Lead::Dash, operands);
        }
    }

    /// An intrinsic function in short form.
    fn short(&mut self, short: &Short<'_>, indent: usize, lead: Lead) {
        self.out.push_str(short.tag);
        match short.argument {
            Argument::Text(text) => {
                self.out.push(' ');
                self.text(text, indent, lead);
            }
            Argument::Attribute(resource, attribute) => {
                self.attribute(resource, attribute, false);
                self.out.push('\n');
            }
            Argument::List(items) => {
                let start = self.out.len();
                self.out.push(' ');
                let line = self.out.rfind('\n').map_or(0, |end| end + 1);
                let limit = line.saturating_add(4 * WIDTH);
                let fits = self.flow(items, short.operands(), limit)
                    && self.out.get(line..).is_some_and(|text| text.chars().count() <= WIDTH);
                if !fits {
                    self.out.truncate(start);
                }
                self.out.push('\n');
                if !fits {
                    self.list(items, indent, false, short.operands());
                }
            }
        }
    }

    fn attribute(&mut self, resource: &str, attribute: &str, flow: bool) {
        self.out.push(' ');
        let joined = [resource, ".", attribute].concat();
        self.line(&joined, flow);
    }

    /// A list on one line; false, with part of it written, if it does not fit or holds what would not read well
    /// there. `limit` is a length of the output in bytes; it bounds the work that is thrown away.
    fn flow(&mut self, items: &[Tree], operands: bool, limit: usize) -> bool {
        self.out.push('[');
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.out.push_str(", ");
            }
            if !self.flow_item(item, operands, limit) || self.out.len() > limit {
                return false;
            }
        }
        self.out.push(']');
        true
    }

    fn flow_item(&mut self, item: &Tree, operand: bool, limit: usize) -> bool {
        if let Some(short) = short_form(item, operand) {
            self.out.push_str(short.tag);
            return match short.argument {
                Argument::Text(text) => {
                    self.out.push(' ');
                    self.flow_text(text)
                }
                Argument::Attribute(resource, attribute) => {
                    let fits = resource.len() + attribute.len() <= 4 * WIDTH;
                    if fits {
                        self.attribute(resource, attribute, true);
                    }
                    fits
                }
                Argument::List(items) => {
                    self.out.push(' ');
                    self.flow(items, short.operands(), limit)
                }
            };
        }
        match item {
            Tree::Text(text) => self.flow_text(text),
            Tree::List(items) => self.flow(items, false, limit),
            Tree::Object(entries) if !entries.is_empty() => false,
            scalar => {
                self.scalar(scalar);
                true
            }
        }
    }

    fn flow_text(&mut self, text: &str) -> bool {
        let fits = text.len() <= 4 * WIDTH && !text.contains('\n');
        if fits {
            self.line(text, true);
        }
        fits
    }

    fn key(&mut self, name: &str, indent: usize) {
        // A key without a question mark may have 1,024 characters as written, and one byte becomes four at most.
        let long = name.len() > 250;
        if long {
            self.out.push_str("? ");
        }
        self.line(name, false);
        if long {
            self.out.push('\n');
            self.indent(indent);
        }
        self.out.push(':');
    }

    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    /// What is neither text nor a filled list or mapping.
    fn scalar(&mut self, value: &Tree) {
        match value {
            Tree::Null => self.out.push_str("null"),
            Tree::Bool(true) => self.out.push_str("true"),
            Tree::Bool(false) => self.out.push_str("false"),
            Tree::Number(number) => self.out.push_str(number),
            Tree::Text(text) => self.line(text, false),
            Tree::List(_) => self.out.push_str("[]"),
            Tree::Object(_) => self.out.push_str("{}"),
            // None is left once states are lowered.
            Tree::Expression(_) | Tree::Reference(_) => {}
        }
    }

    /// Text to the end of its last line, in as many lines as it has itself.
    fn text(&mut self, text: &str, indent: usize, lead: Lead) {
        if lead == Lead::Document || !fits_block(text) {
            self.line(text, false);
            self.out.push('\n');
            return;
        }
        self.out.push('|');
        // A reader takes the indentation from the first line with something on it, unless told.
        if text.trim_start_matches('\n').starts_with(' ') {
            self.out.push('2');
        }
        let lines = match text.strip_suffix('\n') {
            Some(lines) => lines,
            None => {
                self.out.push('-');
                text
            }
        };
        self.out.push('\n');
        for line in lines.split('\n') {
            if !line.is_empty() {
                self.indent(indent);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// Text on one line, with the quotes that it needs.
    fn line(&mut self, text: &str, flow: bool) {
        if text.is_empty() {
            self.out.push_str("\"\"");
        } else if text.chars().any(is_escaped) {
            self.escaped(text);
        } else if is_plain(text, flow) {
            self.out.push_str(text);
        } else if !text.contains('\'') {
            self.out.push('\'');
            self.out.push_str(text);
            self.out.push('\'');
        } else if !text.contains(['"', '\\']) {
            self.out.push('"');
            self.out.push_str(text);
            self.out.push('"');
        } else {
            self.out.push('\'');
            for piece in text.split_inclusive('\'') {
                self.out.push_str(piece);
                if piece.ends_with('\'') {
                    self.out.push('\'');
                }
            }
            self.out.push('\'');
        }
    }

    fn escaped(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if !is_escaped(c) => self.out.push(c),
                c => {
                    let code = u32::from(c);
                    let (letter, digits) = match code {
                        0..=0xff => ('x', 2),
                        0x100..=0xffff => ('u', 4),
                        _ => ('U', 8),
                    };
                    self.out.push('\\');
                    self.out.push(letter);
                    for place in (0..digits).rev() {
                        let digit = code >> (4 * place) & 0xf;
                        self.out.push(char::from_digit(digit, 16).unwrap_or('0'));
                    }
                }
            }
        }
        self.out.push('"');
    }
}

/// An intrinsic function that can be written with a tag.
struct Short<'a> {
    tag: &'static str,
    argument: Argument<'a>,
}

impl Short<'_> {
    /// Whether the items of the list are conditions, where `{"Condition": "X"}` is a function too.
    fn operands(&self) -> bool {
        matches!(self.tag, "!And" | "!Or" | "!Not")
    }
}

enum Argument<'a> {
    Text(&'a str),
    /// The resource and the attribute of `!GetAtt`.
    Attribute(&'a str, &'a str),
    List(&'a [Tree]),
}

/// The short form of an object, if the object is a function call of legal shape and nothing else. `operand` is
/// true where a condition is expected.
///
/// INVARIANT: no argument is itself an object, so that two tags never follow one another.
fn short_form(value: &Tree, operand: bool) -> Option<Short<'_>> {
    let Tree::Object(entries) = value else { return None };
    let mut entries = entries.iter();
    let (Some((name, argument)), None) = (entries.next(), entries.next()) else { return None };
    match argument {
        Tree::Text(text) => {
            let tag = match name.as_str() {
                "Ref" => "!Ref",
                "Fn::Sub" => "!Sub",
                "Fn::Base64" => "!Base64",
                "Fn::GetAZs" => "!GetAZs",
                "Fn::ImportValue" => "!ImportValue",
                "Condition" if operand => "!Condition",
                _ => return None,
            };
            Some(Short { tag, argument: Argument::Text(text) })
        }
        Tree::List(items) => {
            let tag = match (name.as_str(), items.as_slice()) {
                // Readers divide the text at its first full stop.
                ("Fn::GetAtt", [Tree::Text(resource), Tree::Text(attribute)])
                    if !resource.is_empty() && !resource.contains('.') && !attribute.is_empty() =>
                {
                    return Some(Short {
                        tag: "!GetAtt",
                        argument: Argument::Attribute(resource, attribute),
                    });
                }
                ("Fn::Sub", [Tree::Text(_), Tree::Object(_)]) => "!Sub",
                ("Fn::Join", [Tree::Text(_), Tree::List(_) | Tree::Object(_)]) => "!Join",
                ("Fn::Split", [Tree::Text(_), Tree::Text(_) | Tree::Object(_)]) => "!Split",
                ("Fn::Select", [_, Tree::List(_) | Tree::Object(_)]) => "!Select",
                ("Fn::If", [Tree::Text(_), _, _]) => "!If",
                ("Fn::Equals", [_, _]) => "!Equals",
                ("Fn::Not", [_]) => "!Not",
                ("Fn::And", conditions) if (2..=10).contains(&conditions.len()) => "!And",
                ("Fn::Or", conditions) if (2..=10).contains(&conditions.len()) => "!Or",
                ("Fn::FindInMap", [_, _, _] | [_, _, _, Tree::Object(_)]) => "!FindInMap",
                ("Fn::Cidr", [_, _] | [_, _, _]) => "!Cidr",
                _ => return None,
            };
            Some(Short { tag, argument: Argument::List(items) })
        }
        _ => None,
    }
}

/// Whether a value is written in lines below its key.
fn is_block(value: &Tree) -> bool {
    match value {
        Tree::Object(entries) => !entries.is_empty(),
        Tree::List(items) => !items.is_empty(),
        Tree::Text(text) => fits_block(text),
        _ => false,
    }
}

/// Whether text has several lines and comes back unchanged from a literal block.
///
/// Blanks at the end of a line would come back but cannot be seen, and editors remove them; several line breaks at
/// the end would need `|+`, whose end depends on the blank lines after it.
fn fits_block(text: &str) -> bool {
    text.contains('\n')
        && !text.ends_with("\n\n")
        && text != "\n"
        && !text.chars().any(|c| c != '\n' && c != '\t' && is_escaped(c))
        && text.split('\n').all(|line| !line.ends_with([' ', '\t']) && !line.starts_with('\t'))
}

/// Whether a character can stand in quotes only as an escape: what YAML calls not printable, what it takes for a
/// line break or a byte order mark, and tabs, which some readers fold.
fn is_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether text on one line means itself without quotes, to readers of YAML 1.1 and of 1.2.
///
/// In a flow, what could end an item is quoted, colons and question marks too: older readers refuse
/// `[!Ref AWS::Region]`, and PyYAML `[a?]`.
fn is_plain(text: &str, flow: bool) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    let second = chars.next();
    let starts_well = match first {
        None => false,
        Some('-') => second.is_some_and(|c| c == '-' || c.is_alphanumeric()) && !text.starts_with("---"),
        Some('.') => !text.starts_with("..."),
        Some(
            '?' | ':' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
            | '@' | '`',
        ) => false,
        Some(c) => !c.is_whitespace(),
    };
    let ends_item = flow && text.contains([',', '[', ']', '{', '}', ':', '?']);
    starts_well
        && !ends_item
        && !text.ends_with(|c: char| c == ':' || c.is_whitespace())
        && !text.contains(": ")
        && !text.contains(" #")
        && !is_word(text)
        && !is_numeric(text)
}

/// Whether text is a word that some reader takes for null, a boolean, a float, a merge or a default value.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 18] = [
        "null", "~", "true", "false", "yes", "no", "on", "off", "y", "n", "<<", "=", ".inf", "+.inf",
        "-.inf", ".nan", "+.nan", "-.nan",
    ];
    text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether text could be a number, a time or a date to some reader. Errs on the side of quotes.
fn is_numeric(text: &str) -> bool {
    let date = text.split_once('-').is_some_and(|(year, rest)| {
        year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
            && rest.starts_with(|c: char| c.is_ascii_digit())
    });
    date || (text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'))
        && text.contains(|c: char| c.is_ascii_digit() || c == '_')
        && text.bytes().all(|b| {
            b.is_ascii_hexdigit()
                || matches!(b, b'x' | b'X' | b'o' | b'O' | b'_' | b'.' | b',' | b':' | b'+' | b'-')
        }))
}
