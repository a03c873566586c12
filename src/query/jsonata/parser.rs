//! Reading an expression: operators by how strongly they bind.

use super::error::{MAX_NESTED, SyntaxError, TOO_DEEP};
use super::signature::Signature;
use super::token::{Lexer, Token, TokenKind};
use super::tree::{Node, NodeKind, Operator, Span, Term, Variable};

/// How strongly the operand of a minus sign is bound.
const NEGATED: u8 = 70;

/// How strongly what is assigned is bound: it may be an assignment itself.
const ASSIGNED: u8 = 9;

/// How strongly an operator binds what stands before it; 0 if nothing can.
fn power(token: &Token<'_>) -> u8 {
    let TokenKind::Operator(sign) = token.kind else { return 0 };
    match sign {
        "(" | "[" | "@" | "#" => 80,
        "." => 75,
        "{" => 70,
        "*" | "/" | "%" => 60,
        "+" | "-" | "&" => 50,
        "=" | "!=" | "<" | "<=" | ">" | ">=" | "^" | "in" | "~>" => 40,
        "and" => 30,
        "or" => 25,
        "?" => 20,
        ":=" => 10,
        _ => 0,
    }
}

/// What a `/` that comes next would be.
#[derive(Clone, Copy)]
enum Slash {
    /// The beginning of a regular expression.
    Regex,
    /// A division.
    Divides,
}

type Parsed<T> = Result<T, SyntaxError>;

/// Reads text as JSONata 2.0.6 does, as far as it looks before it has read everything.
pub(super) fn parse(text: &str) -> Parsed<Node> {
    let mut lexer = Lexer::new(text);
    let token = lexer.next(true)?;
    let mut parser = Parser { text, lexer, token, depth: 0, behind: 0 };
    parser.known()?;
    let root = parser.expression(0)?;
    match parser.token.kind {
        TokenKind::End => Ok(root),
        _ => {
            let message = format!("{} has no place here", parser.found());
            Err(parser.error("S0201", parser.token.span, message))
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    /// What comes next.
    token: Token<'a>,
    /// How many expressions are being read inside each other.
    depth: usize,
    /// Where the last token that was read ends.
    behind: usize,
}

impl<'a> Parser<'a> {
    fn error(&self, code: &'static str, span: Span, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(code, self.text, span, message)
    }

    /// The next token in backticks.
    fn found(&self) -> String {
        match self.token.kind {
            TokenKind::End => "the end".to_owned(),
            _ => format!("`{}`", self.token.span.of(self.text)),
        }
    }

    /// Takes the next token, and looks at the one behind it.
    fn advance(&mut self, slash: Slash) -> Parsed<Token<'a>> {
        let next = self.lexer.next(matches!(slash, Slash::Regex))?;
        let token = std::mem::replace(&mut self.token, next);
        self.behind = token.span.end;
        self.known()?;
        Ok(token)
    }

    /// Refuses the two signs that mean nothing.
    fn known(&self) -> Parsed<()> {
        if !self.token.is("!") && !self.token.is("~") {
            return Ok(());
        }
        let error = self.error("S0204", self.token.span, format!("{} is no operator", self.found()));
        let help =
            if self.token.is("!") { "`$not(…)` negates, `!=` is unequal" } else { "`~>` calls a function" };
        Err(error.help(help))
    }

    fn expect(&mut self, sign: &str, slash: Slash) -> Parsed<Token<'a>> {
        if self.token.is(sign) {
            return self.advance(slash);
        }
        let code = if matches!(self.token.kind, TokenKind::End) { "S0203" } else { "S0202" };
        Err(self.error(code, self.token.span, format!("expected `{sign}`, found {}", self.found())))
    }

    fn node(&self, kind: NodeKind, at: Span, span: Span) -> Parsed<Node> {
        let node = Node::new(kind, at, span);
        if node.depth > MAX_NESTED { Err(self.too_deep(at)) } else { Ok(node) }
    }

    /// A node that goes from `start` to what was read last.
    fn until_here(&self, kind: NodeKind, at: Span, start: usize) -> Parsed<Node> {
        self.node(kind, at, Span { start, end: self.behind })
    }

    fn too_deep(&self, at: Span) -> SyntaxError {
        let help = "parentheses with `:=` give a part a name";
        self.error(TOO_DEEP, at, format!("nested more than {MAX_NESTED} deep")).help(help)
    }

    /// An expression, up to an operator that binds no stronger than `floor`.
    fn expression(&mut self, floor: u8) -> Parsed<Node> {
        if self.depth == MAX_NESTED {
            return Err(self.too_deep(self.token.span));
        }
        self.depth += 1;
        let token = self.advance(Slash::Divides)?;
        let mut left = self.operand(token)?;
        while floor < power(&self.token) {
            let token = self.advance(Slash::Regex)?;
            left = self.operation(left, token)?;
        }
        self.depth -= 1;
        Ok(left)
    }

    fn boxed(&mut self, floor: u8) -> Parsed<Box<Node>> {
        self.expression(floor).map(Box::new)
    }

    /// What begins with this token.
    fn operand(&mut self, token: Token<'a>) -> Parsed<Node> {
        let at = token.span;
        let kind = match token.kind {
            // That something is missing shows when the tree is looked through; JSONata finds other faults first.
            TokenKind::End => NodeKind::Placeholder,
            TokenKind::Text(text) => NodeKind::Text(text),
            TokenKind::Number(number) => NodeKind::Number(number),
            TokenKind::Bool(value) => NodeKind::Bool(value),
            TokenKind::Null => NodeKind::Null,
            TokenKind::Name(name) => NodeKind::Name(name.to_owned()),
            TokenKind::Variable(name) => NodeKind::Variable(name.to_owned()),
            TokenKind::Regex { pattern, flags } => {
                NodeKind::Regex { pattern: pattern.to_owned(), flags: flags.to_owned() }
            }
            TokenKind::Operator(name @ ("and" | "or" | "in")) => NodeKind::Name(name.to_owned()),
            TokenKind::Operator("*") => NodeKind::Wildcard,
            TokenKind::Operator("**") => NodeKind::Descendant,
            TokenKind::Operator("%") => NodeKind::Parent,
            TokenKind::Operator("-") => {
                let of = self.boxed(NEGATED)?;
                return self.until_here(NodeKind::Negate(of), at, at.start);
            }
            TokenKind::Operator("(") => return self.block(at),
            TokenKind::Operator("[") => return self.array(at),
            TokenKind::Operator("{") => {
                let members = self.members()?;
                return self.until_here(NodeKind::Object(members), at, at.start);
            }
            TokenKind::Operator("|") => return self.transform(at),
            TokenKind::Operator(sign) => {
                let message = format!("`{sign}` cannot stand where a value begins");
                return Err(self.error("S0211", at, message));
            }
        };
        self.node(kind, at, at)
    }

    /// What becomes of `left` with this operator behind it.
    fn operation(&mut self, left: Node, token: Token<'a>) -> Parsed<Node> {
        let at = token.span;
        let start = left.span.start;
        let floor = power(&token);
        let TokenKind::Operator(sign) = token.kind else { return Ok(left) };
        let kind = match sign {
            "." => NodeKind::Step { left: Box::new(left), right: self.boxed(floor)? },
            "(" => return self.call(left, at),
            "[" => return self.filter(left, at),
            "{" => NodeKind::Group { of: Box::new(left), members: self.members()? },
            "^" => NodeKind::Sort { of: Box::new(left), by: self.terms()? },
            ":=" => return self.assignment(left, at),
            "@" => NodeKind::Focus { of: Box::new(left), variable: self.bound(sign, floor)? },
            "#" => NodeKind::Index { of: Box::new(left), variable: self.bound(sign, floor)? },
            "?" => return self.condition(left, at),
            _ => match Operator::of(sign) {
                Some(operator) => {
                    NodeKind::Binary { operator, left: Box::new(left), right: self.boxed(floor)? }
                }
                None => return Ok(left),
            },
        };
        self.until_here(kind, at, start)
    }

    fn block(&mut self, at: Span) -> Parsed<Node> {
        let mut parts = Vec::new();
        while !self.token.is(")") {
            parts.push(self.expression(0)?);
            if !self.token.is(";") {
                break;
            }
            self.advance(Slash::Regex)?;
        }
        self.expect(")", Slash::Divides)?;
        self.until_here(NodeKind::Block(parts), at, at.start)
    }

    fn array(&mut self, at: Span) -> Parsed<Node> {
        let mut items = Vec::new();
        while !self.token.is("]") || !items.is_empty() {
            let item = self.expression(0)?;
            items.push(if self.token.is("..") { self.range(item)? } else { item });
            if !self.token.is(",") {
                break;
            }
            self.advance(Slash::Regex)?;
        }
        self.expect("]", Slash::Divides)?;
        self.until_here(NodeKind::Array(items), at, at.start)
    }

    fn range(&mut self, from: Node) -> Parsed<Node> {
        let at = self.advance(Slash::Regex)?.span;
        let start = from.span.start;
        let to = self.boxed(0)?;
        self.until_here(NodeKind::Range { from: Box::new(from), to }, at, start)
    }

    /// What stands in braces, the closing one included.
    fn members(&mut self) -> Parsed<Vec<(Node, Node)>> {
        let mut members = Vec::new();
        while !self.token.is("}") || !members.is_empty() {
            let key = self.expression(0)?;
            self.expect(":", Slash::Regex)?;
            let value = self.expression(0)?;
            members.push((key, value));
            if !self.token.is(",") {
                break;
            }
            self.advance(Slash::Regex)?;
        }
        self.expect("}", Slash::Divides)?;
        Ok(members)
    }

    fn terms(&mut self) -> Parsed<Vec<Term>> {
        self.expect("(", Slash::Regex)?;
        let mut terms = Vec::new();
        loop {
            let descending = self.token.is(">");
            if descending || self.token.is("<") {
                self.advance(Slash::Regex)?;
            }
            terms.push(Term { descending, by: self.expression(0)? });
            if !self.token.is(",") {
                break;
            }
            self.advance(Slash::Regex)?;
        }
        self.expect(")", Slash::Regex)?;
        Ok(terms)
    }

    fn filter(&mut self, of: Node, at: Span) -> Parsed<Node> {
        let start = of.span.start;
        let of = Box::new(of);
        if self.token.is("]") {
            self.advance(Slash::Regex)?;
            return self.until_here(NodeKind::KeepArray(of), at, start);
        }
        let by = self.boxed(0)?;
        self.expect("]", Slash::Divides)?;
        self.until_here(NodeKind::Filter { of, by }, at, start)
    }

    fn condition(&mut self, test: Node, at: Span) -> Parsed<Node> {
        let start = test.span.start;
        let then = self.boxed(0)?;
        let otherwise = if self.token.is(":") {
            self.advance(Slash::Regex)?;
            Some(self.boxed(0)?)
        } else {
            None
        };
        self.until_here(NodeKind::Condition { test: Box::new(test), then, otherwise }, at, start)
    }

    fn transform(&mut self, at: Span) -> Parsed<Node> {
        let pattern = self.boxed(0)?;
        self.expect("|", Slash::Regex)?;
        let update = self.boxed(0)?;
        let delete = if self.token.is(",") {
            self.advance(Slash::Regex)?;
            Some(self.boxed(0)?)
        } else {
            None
        };
        self.expect("|", Slash::Regex)?;
        self.until_here(NodeKind::Transform { pattern, update, delete }, at, at.start)
    }

    fn assignment(&mut self, left: Node, at: Span) -> Parsed<Node> {
        let start = left.span.start;
        let Some(variable) = as_variable(&left) else {
            let message =
                format!("`{}` is no variable, so nothing can be assigned to it", left.at.of(self.text));
            return Err(self
                .error("S0212", left.bare().at, message)
                .help("`$name := …` gives a value a name"));
        };
        let value = self.boxed(ASSIGNED)?;
        self.until_here(NodeKind::Assign { variable, value }, at, start)
    }

    /// The variable behind `@` or `#`.
    fn bound(&mut self, sign: &str, floor: u8) -> Parsed<Variable> {
        let found = self.expression(floor)?;
        as_variable(&found).ok_or_else(|| {
            let message = format!("expected a variable behind `{sign}`");
            self.error("S0214", found.bare().at, message).help(format!("`{sign}$name` gives the item a name"))
        })
    }

    fn call(&mut self, function: Node, at: Span) -> Parsed<Node> {
        let start = function.span.start;
        let mut arguments = Vec::new();
        while !self.token.is(")") || !arguments.is_empty() {
            if self.token.is("?") {
                let mark = self.token.span;
                arguments.push(self.node(NodeKind::Placeholder, mark, mark)?);
                self.advance(Slash::Regex)?;
            } else {
                arguments.push(self.expression(0)?);
            }
            if !self.token.is(",") {
                break;
            }
            self.advance(Slash::Regex)?;
        }
        self.expect(")", Slash::Divides)?;
        // The word for a function may be quoted, but not be one of the operators that are names as well.
        if matches!(&function.bare().kind, NodeKind::Name(name) if name == "function" || name == "λ") {
            return self.lambda(&function, &arguments);
        }
        self.until_here(NodeKind::Call { function: Box::new(function), arguments }, at, start)
    }

    /// A function, its parameters already read.
    fn lambda(&mut self, word: &Node, arguments: &[Node]) -> Parsed<Node> {
        let mut parameters = Vec::new();
        for argument in arguments {
            match as_variable(argument) {
                Some(variable) => parameters.push(variable),
                None => {
                    let message =
                        format!("parameter {} of the function is no variable", parameters.len() + 1);
                    let error = self.error("S0208", argument.bare().at, message);
                    return Err(error.help("`$name` is one"));
                }
            }
        }
        let signature = if self.token.is("<") { Some(self.signature()?) } else { None };
        self.expect("{", Slash::Regex)?;
        let body = self.boxed(0)?;
        self.expect("}", Slash::Regex)?;
        self.until_here(NodeKind::Lambda { parameters, signature, body }, word.at, word.span.start)
    }

    /// A signature goes on to the `>` that closes it, or to a brace. It is cut into tokens like everything else.
    fn signature(&mut self) -> Parsed<Span> {
        let start = self.token.span;
        let mut signature = Signature::default();
        signature.push(&self.token, self.text);
        let mut open = 1;
        while open > 0 && !self.token.is("{") && !matches!(self.token.kind, TokenKind::End) {
            self.advance(Slash::Regex)?;
            if self.token.is(">") {
                open -= 1;
            } else if self.token.is("<") {
                open += 1;
            }
            signature.push(&self.token, self.text);
        }
        let end = self.expect(">", Slash::Regex)?;
        signature.check(self.text)?;
        Ok(start.to(end.span))
    }
}

fn as_variable(node: &Node) -> Option<Variable> {
    match &node.bare().kind {
        NodeKind::Variable(name) => Some(Variable { name: name.clone(), span: node.bare().span }),
        _ => None,
    }
}
