//! An expression, taken apart.

/// A piece of a text, in bytes.
///
/// ```
/// use stepwright::query::jsonata::Jsonata;
///
/// let expression = Jsonata::parse(" $größe ").unwrap();
/// let span = expression.root().span;
/// assert_eq!((span.start, span.end), (1, 9));
/// assert_eq!(span.of(expression.text()), "$größe");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Bytes before it.
    pub start: usize,
    /// Bytes before its end.
    pub end: usize,
}

impl Span {
    /// The piece of `text` that it is; empty where `text` is another one.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// From where this begins to where `other` ends.
    pub(super) fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end.max(self.start) }
    }
}

/// A part of an expression, and where it stands.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, NodeKind, Operator};
///
/// let expression = Jsonata::parse("$a + 1").unwrap();
/// let root = expression.root();
/// let NodeKind::Binary { operator, left, .. } = &root.kind else { panic!() };
/// assert_eq!((*operator, &left.kind), (Operator::Add, &NodeKind::Variable("a".into())));
/// assert_eq!(root.at.of(expression.text()), "+");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// All of it.
    pub span: Span,
    /// The word or sign that makes it what it is: the operator, the opening bracket, or all of it.
    pub at: Span,
    /// What it is.
    pub kind: NodeKind,
    /// How deep it is nested within: 1 for a leaf.
    pub(super) depth: usize,
}

/// What a part of an expression is, as it was written.
///
/// Paths stay pairs, as any other operator: `a.b.c` is a [`Step`](Self::Step) from a step.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, NodeKind};
///
/// let expression = Jsonata::parse("$orders[total > 10].id").unwrap();
/// let NodeKind::Step { left, right } = &expression.root().kind else { panic!() };
/// assert!(matches!(left.kind, NodeKind::Filter { .. }));
/// assert_eq!(right.kind, NodeKind::Name("id".into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// `'text'`, with its escapes resolved. Half of a surrogate pair becomes U+FFFD.
    Text(String),
    /// A number.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// `null`.
    Null,
    /// `/pattern/flags`.
    Regex {
        /// What stands between the slashes.
        pattern: String,
        /// Any of `i` and `m`.
        flags: String,
    },
    /// `name` or `` `a name` ``: a field of what is looked at.
    Name(String),
    /// `$name`, without its `$`. `$` is the empty name and `$$` is the name `$`.
    Variable(String),
    /// `*`: all fields.
    Wildcard,
    /// `**`: everything within.
    Descendant,
    /// `%`: what is looked at was found in.
    Parent,
    /// `?` in place of an argument. Nowhere else.
    Placeholder,
    /// `-x`.
    Negate(Box<Node>),
    /// `[a, b]`.
    Array(Vec<Node>),
    /// `a..b`, an element of an array.
    Range {
        /// The first number.
        from: Box<Node>,
        /// The last number.
        to: Box<Node>,
    },
    /// `{key: value}`.
    Object(Vec<(Node, Node)>),
    /// `(a; b)`, with a scope of its own.
    Block(Vec<Node>),
    /// Two operands.
    Binary {
        /// What is done with them.
        operator: Operator,
        /// What stands before it.
        left: Box<Node>,
        /// What stands behind it.
        right: Box<Node>,
    },
    /// `a.b`.
    Step {
        /// What is looked at.
        left: Box<Node>,
        /// What is evaluated for each of its items.
        right: Box<Node>,
    },
    /// `a[b]`.
    Filter {
        /// What is picked from.
        of: Box<Node>,
        /// A number, or what must hold.
        by: Box<Node>,
    },
    /// `a[]`: an array even of one.
    KeepArray(Box<Node>),
    /// `a{key: value}`.
    Group {
        /// What is grouped.
        of: Box<Node>,
        /// Keys, and what each holds.
        members: Vec<(Node, Node)>,
    },
    /// `a^(>b, c)`.
    Sort {
        /// What is sorted.
        of: Box<Node>,
        /// By what, the most important first.
        by: Vec<Term>,
    },
    /// `a@$v`: what is looked at stays the same, and the item gets a name.
    Focus {
        /// The step whose items are named.
        of: Box<Node>,
        /// The name.
        variable: Variable,
    },
    /// `a#$i`: the position of the item gets a name.
    Index {
        /// The step whose items are counted.
        of: Box<Node>,
        /// The name.
        variable: Variable,
    },
    /// `$a := b`.
    Assign {
        /// The name.
        variable: Variable,
        /// What it stands for from then on.
        value: Box<Node>,
    },
    /// `f(a, b)`; with a [`Placeholder`](Self::Placeholder) among its arguments it is applied in part.
    Call {
        /// What is called.
        function: Box<Node>,
        /// What it is given.
        arguments: Vec<Node>,
    },
    /// `function($a, $b)<nn:n>{ c }`.
    Lambda {
        /// The names of its arguments.
        parameters: Vec<Variable>,
        /// Its signature, with the angle brackets.
        signature: Option<Span>,
        /// What it gives.
        body: Box<Node>,
    },
    /// `a ? b : c`.
    Condition {
        /// What decides.
        test: Box<Node>,
        /// What it is if that holds.
        then: Box<Node>,
        /// What it is if not; nothing without.
        otherwise: Option<Box<Node>>,
    },
    /// `|a|b, c|`: a function that changes a copy.
    Transform {
        /// What to change.
        pattern: Box<Node>,
        /// What to lay over it.
        update: Box<Node>,
        /// Which fields to take away.
        delete: Option<Box<Node>>,
    },
}

/// A name that gets bound, and where it is written, its `$` included.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, NodeKind};
///
/// let expression = Jsonata::parse("$total := 1").unwrap();
/// let NodeKind::Assign { variable, .. } = &expression.root().kind else { panic!() };
/// assert_eq!((variable.name.as_str(), variable.span.end), ("total", 6));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The name, without its `$`.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// What to sort by.
///
/// ```
/// use stepwright::query::jsonata::{Jsonata, NodeKind};
///
/// let expression = Jsonata::parse("$orders^(>total)").unwrap();
/// let NodeKind::Sort { by, .. } = &expression.root().kind else { panic!() };
/// assert!(by[0].descending);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Whether the greatest comes first: `>`.
    pub descending: bool,
    /// What is compared.
    pub by: Node,
}

/// What is done with two operands.
///
/// ```
/// assert_eq!(stepwright::query::jsonata::Operator::Concatenate.to_string(), "&");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
    /// `&`: of texts.
    Concatenate,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `in`
    In,
    /// `and`
    And,
    /// `or`
    Or,
    /// `~>`: the right one is called with the left one as its first argument.
    Apply,
}

impl Operator {
    const ALL: [(&'static str, Operator); 16] = [
        ("+", Operator::Add),
        ("-", Operator::Subtract),
        ("*", Operator::Multiply),
        ("/", Operator::Divide),
        ("%", Operator::Modulo),
        ("&", Operator::Concatenate),
        ("=", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<", Operator::Less),
        ("<=", Operator::LessOrEqual),
        (">", Operator::Greater),
        (">=", Operator::GreaterOrEqual),
        ("in", Operator::In),
        ("and", Operator::And),
        ("or", Operator::Or),
        ("~>", Operator::Apply),
    ];

    pub(super) fn of(sign: &str) -> Option<Operator> {
        Self::ALL.into_iter().find(|(name, _)| *name == sign).map(|(_, operator)| operator)
    }
}

impl std::fmt::Display for Operator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = Self::ALL.into_iter().find(|(_, operator)| operator == self);
        f.write_str(sign.map_or("", |(sign, _)| sign))
    }
}

impl Node {
    pub(super) fn new(kind: NodeKind, at: Span, span: Span) -> Node {
        let mut node = Node { span, at, kind, depth: 0 };
        let mut deepest = 0;
        node.each_child(&mut |child| deepest = deepest.max(child.depth));
        node.depth = deepest + 1;
        node
    }

    /// Hands each direct part of it to `visit`, in the order they were written.
    ///
    /// ```
    /// use stepwright::query::jsonata::Jsonata;
    ///
    /// let expression = Jsonata::parse("$test ? 'yes' : 'no'").unwrap();
    /// let mut parts = Vec::new();
    /// expression.root().each_child(&mut |part| parts.push(part.span.of(expression.text())));
    /// assert_eq!(parts, ["$test", "'yes'", "'no'"]);
    /// ```
    pub fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        match &self.kind {
            NodeKind::Text(_)
            | NodeKind::Number(_)
            | NodeKind::Bool(_)
            | NodeKind::Null
            | NodeKind::Regex { .. }
            | NodeKind::Name(_)
            | NodeKind::Variable(_)
            | NodeKind::Wildcard
            | NodeKind::Descendant
            | NodeKind::Parent
            | NodeKind::Placeholder => {}
            NodeKind::Negate(of) | NodeKind::KeepArray(of) => visit(of),
            NodeKind::Focus { of, .. } | NodeKind::Index { of, .. } => visit(of),
            NodeKind::Assign { value, .. } => visit(value),
            NodeKind::Lambda { body, .. } => visit(body),
            NodeKind::Array(items) | NodeKind::Block(items) => items.iter().for_each(visit),
            NodeKind::Range { from: left, to: right }
            | NodeKind::Binary { left, right, .. }
            | NodeKind::Step { left, right }
            | NodeKind::Filter { of: left, by: right } => {
                visit(left);
                visit(right);
            }
            NodeKind::Object(members) => each_member(members, visit),
            NodeKind::Group { of, members } => {
                visit(of);
                each_member(members, visit);
            }
            NodeKind::Sort { of, by } => {
                visit(of);
                by.iter().for_each(|term| visit(&term.by));
            }
            NodeKind::Call { function, arguments } => {
                visit(function);
                arguments.iter().for_each(visit);
            }
            NodeKind::Condition { test, then, otherwise: last }
            | NodeKind::Transform { pattern: test, update: then, delete: last } => {
                visit(test);
                visit(then);
                if let Some(last) = last {
                    visit(last);
                }
            }
        }
    }

    /// What it is without any `[]` behind it.
    pub(super) fn bare(&self) -> &Node {
        let mut node = self;
        while let NodeKind::KeepArray(of) = &node.kind {
            node = of;
        }
        node
    }
}

fn each_member<'a>(members: &'a [(Node, Node)], visit: &mut dyn FnMut(&'a Node)) {
    for (key, value) in members {
        visit(key);
        visit(value);
    }
}
