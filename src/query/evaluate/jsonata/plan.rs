//! An expression made ready to be evaluated.
//!
//! What was written in pairs becomes paths of steps, and every `%` is told which step it means. The order in which that
//! is done decides what some expressions mean, so it is the order of JSONata.

use super::regex::Matcher;
use super::signature::Signature;
use crate::query::jsonata::{Jsonata, Node, NodeKind, Operator};

/// A part of an expression, with all that belongs to it.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) kind: Kind,
    /// What is picked from what it gives.
    pub(super) predicates: Vec<Part>,
    /// The same, of a step of a path, with names for positions.
    pub(super) stages: Vec<Stage>,
    pub(super) group: Option<Vec<(Part, Part)>>,
    /// The name of the item, where a step looks on at what it was found in: `@$v`.
    pub(super) focus: Option<String>,
    /// The name of the position: `#$i`.
    pub(super) index: Option<String>,
    /// The `%` that means what this step was taken from, by its number.
    pub(super) ancestor: Option<usize>,
    /// Whether what steps have bound goes on from here.
    pub(super) tuple: bool,
    pub(super) keep_array: bool,
    /// Whether it is an array, or a block of one, that stays an array in its path.
    pub(super) cons: bool,
    /// Which `%` within look for a step outside, by the number of the list.
    waiting: Option<usize>,
}

/// What happens to what a step gives.
#[derive(Debug)]
pub(super) enum Stage {
    Filter(Part),
    Index(String),
}

#[derive(Debug)]
pub(super) enum Kind {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    Regex(Box<Matcher>),
    Name(String),
    /// A variable, and the function of that name, if there is one.
    Variable {
        name: String,
        native: Option<usize>,
    },
    Wildcard,
    Descendant,
    Parent(usize),
    Negate(Box<Part>),
    Array(Vec<Part>),
    Range(Box<Part>, Box<Part>),
    Object(Vec<(Part, Part)>),
    Block(Vec<Part>),
    Binary {
        operator: Operator,
        left: Box<Part>,
        right: Box<Part>,
    },
    Path {
        steps: Vec<Part>,
        keep_singleton: bool,
    },
    Sort(Vec<(bool, Part)>),
    Bind {
        name: String,
        value: Box<Part>,
    },
    Apply {
        left: Box<Part>,
        right: Box<Part>,
    },
    Call {
        function: Box<Part>,
        arguments: Vec<Part>,
    },
    /// A call at the end of a function: it is made by whoever called the function.
    TailCall(Box<Part>),
    /// A call in part; `None` is open.
    Partial {
        function: Box<Part>,
        arguments: Vec<Option<Part>>,
    },
    Lambda(Box<Lambda>),
    Condition {
        test: Box<Part>,
        then: Box<Part>,
        otherwise: Option<Box<Part>>,
    },
    Transform {
        pattern: Box<Part>,
        update: Box<Part>,
        delete: Option<Box<Part>>,
    },
}

/// A function as written.
#[derive(Debug)]
pub(super) struct Lambda {
    pub(super) parameters: Vec<String>,
    pub(super) signature: Option<Signature>,
    pub(super) body: Part,
}

/// A whole expression.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) root: Part,
    /// The name under which each `%` finds what it means, by the number of the `%`.
    pub(super) labels: Vec<String>,
}

impl Plan {
    pub(super) fn of(expression: &Jsonata, native: &dyn Fn(&str) -> Option<usize>) -> Plan {
        let mut planner = Planner { text: expression.text(), native, slots: Vec::new(), lists: Vec::new() };
        let root = planner.part(expression.root());
        let labels = planner.slots.iter().map(|slot| format!("!{}", slot.label)).collect();
        Plan { root, labels }
    }
}

/// A `%` that looks for its step.
struct Slot {
    level: i64,
    label: usize,
}

struct Planner<'t> {
    text: &'t str,
    native: &'t dyn Fn(&str) -> Option<usize>,
    slots: Vec<Slot>,
    /// Lists of `%`. Parts share lists.
    lists: Vec<Vec<usize>>,
}

impl Part {
    fn new(kind: Kind) -> Part {
        Part {
            kind,
            predicates: Vec::new(),
            stages: Vec::new(),
            group: None,
            focus: None,
            index: None,
            ancestor: None,
            tuple: false,
            keep_array: false,
            cons: false,
            waiting: None,
        }
    }

    fn path(steps: Vec<Part>) -> Part {
        Part::new(Kind::Path { steps, keep_singleton: false })
    }

    /// What is picked from it is picked from the step that it becomes.
    fn into_step(mut self) -> Part {
        self.stages.extend(std::mem::take(&mut self.predicates).into_iter().map(Stage::Filter));
        self
    }

    /// Changes the last step of a path, or the part itself.
    fn on_last_step<R>(&mut self, change: impl FnOnce(&mut Part) -> R) -> R {
        if let Kind::Path { steps, .. } = &mut self.kind
            && let Some(last) = steps.last_mut()
        {
            return change(last);
        }
        change(self)
    }

    /// Whether the path begins with an array that was written down.
    fn starts_with_array(&self) -> bool {
        matches!(&self.kind, Kind::Path { steps, .. } if steps.first().is_some_and(|step| step.cons))
    }
}

impl Planner<'_> {
    fn boxed(&mut self, node: &Node) -> Box<Part> {
        Box::new(self.part(node))
    }

    fn part(&mut self, node: &Node) -> Part {
        match &node.kind {
            NodeKind::Text(text) => Part::new(Kind::Text(text.clone())),
            NodeKind::Number(number) => Part::new(Kind::Number(*number)),
            NodeKind::Bool(value) => Part::new(Kind::Bool(*value)),
            NodeKind::Null => Part::new(Kind::Null),
            NodeKind::Regex { pattern, flags } => {
                Part::new(Kind::Regex(Box::new(Matcher::new(pattern, flags))))
            }
            NodeKind::Name(name) => Part::path(vec![Part::new(Kind::Name(name.clone()))]),
            NodeKind::Variable(name) => {
                let native = (self.native)(name);
                Part::new(Kind::Variable { name: name.clone(), native })
            }
            NodeKind::Wildcard => Part::new(Kind::Wildcard),
            NodeKind::Descendant => Part::new(Kind::Descendant),
            NodeKind::Parent => {
                let label = self.slots.len();
                self.slots.push(Slot { level: 1, label });
                Part::new(Kind::Parent(label))
            }
            // The reader allows it among arguments only, and those are taken apart there.
            NodeKind::Placeholder => Part::new(Kind::Null),
            NodeKind::Negate(of) => {
                let of = self.boxed(of);
                if let Kind::Number(number) = of.kind {
                    let mut of = *of;
                    of.kind = Kind::Number(-number);
                    return of;
                }
                self.holding(Kind::Negate, of)
            }
            NodeKind::Array(items) => {
                let items: Vec<Part> = items.iter().map(|item| self.part(item)).collect();
                let mut whole = Part::new(Kind::Null);
                self.hand_up_all(&mut whole, &items);
                whole.kind = Kind::Array(items);
                whole
            }
            NodeKind::Range { from, to } => {
                let (from, to) = (self.boxed(from), self.boxed(to));
                self.holding_two(from, to, Kind::Range)
            }
            NodeKind::Object(members) => {
                let mut whole = Part::new(Kind::Null);
                let mut pairs = Vec::new();
                for (key, value) in members {
                    let key = self.part(key);
                    self.hand_up(&mut whole, &key);
                    let value = self.part(value);
                    self.hand_up(&mut whole, &value);
                    pairs.push((key, value));
                }
                whole.kind = Kind::Object(pairs);
                whole
            }
            NodeKind::Block(parts) => {
                let parts: Vec<Part> = parts.iter().map(|part| self.part(part)).collect();
                let mut whole = Part::new(Kind::Null);
                self.hand_up_all(&mut whole, &parts);
                whole.cons = parts.iter().any(|part| part.cons || part.starts_with_array());
                whole.kind = Kind::Block(parts);
                whole
            }
            NodeKind::Binary { operator: Operator::Apply, left, right } => {
                let (left, right) = (self.boxed(left), self.boxed(right));
                let keep_array = left.keep_array || right.keep_array;
                let mut whole = Part::new(Kind::Apply { left, right });
                whole.keep_array = keep_array;
                whole
            }
            NodeKind::Binary { operator, left, right } => {
                let (left, right) = (self.boxed(left), self.boxed(right));
                self.holding_two(left, right, |left, right| Kind::Binary { operator: *operator, left, right })
            }
            NodeKind::Step { left, right } => self.step(left, right),
            NodeKind::Filter { of, by } => self.filter(of, by, false),
            NodeKind::KeepArray(of) => self.kept(of),
            NodeKind::Group { of, members } => {
                let mut whole = self.part(of);
                let pairs = members.iter().map(|(key, value)| (self.part(key), self.part(value))).collect();
                whole.group = Some(pairs);
                whole
            }
            NodeKind::Sort { of, by } => {
                let first = self.part(of);
                let mut path =
                    if matches!(first.kind, Kind::Path { .. }) { first } else { Part::path(vec![first]) };
                let mut sort = Part::new(Kind::Null);
                let mut terms = Vec::new();
                for term in by {
                    let part = self.part(&term.by);
                    self.hand_up(&mut sort, &part);
                    terms.push((term.descending, part));
                }
                sort.kind = Kind::Sort(terms);
                if let Kind::Path { steps, .. } = &mut path.kind {
                    steps.push(sort);
                }
                self.resolve(&mut path);
                path
            }
            NodeKind::Focus { of, variable } => {
                let mut whole = self.part(of);
                whole.on_last_step(|step| {
                    step.focus = Some(variable.name.clone());
                    step.tuple = true;
                });
                whole
            }
            NodeKind::Index { of, variable } => {
                let first = self.part(of);
                let is_path = matches!(first.kind, Kind::Path { .. });
                let mut whole = if is_path { first } else { Part::path(vec![first.into_step()]) };
                whole.on_last_step(|step| {
                    if step.stages.is_empty() {
                        step.index = Some(variable.name.clone());
                    } else {
                        step.stages.push(Stage::Index(variable.name.clone()));
                    }
                    step.tuple = true;
                });
                whole
            }
            NodeKind::Assign { variable, value } => {
                let value = self.boxed(value);
                let name = variable.name.clone();
                self.holding(|value| Kind::Bind { name, value }, value)
            }
            NodeKind::Call { function, arguments } => self.call(function, arguments),
            NodeKind::Lambda { parameters, signature, body } => {
                let body = tail_calls(self.part(body));
                let parameters = parameters.iter().map(|parameter| parameter.name.clone()).collect();
                let signature = signature.map(|span| Signature::parse(span.of(self.text)));
                Part::new(Kind::Lambda(Box::new(Lambda { parameters, signature, body })))
            }
            NodeKind::Condition { test, then, otherwise } => {
                let mut whole = Part::new(Kind::Null);
                let test = self.boxed(test);
                self.hand_up(&mut whole, &test);
                let then = self.boxed(then);
                self.hand_up(&mut whole, &then);
                let otherwise = otherwise.as_ref().map(|otherwise| self.boxed(otherwise));
                if let Some(otherwise) = &otherwise {
                    self.hand_up(&mut whole, otherwise);
                }
                whole.kind = Kind::Condition { test, then, otherwise };
                whole
            }
            NodeKind::Transform { pattern, update, delete } => {
                let (pattern, update) = (self.boxed(pattern), self.boxed(update));
                let delete = delete.as_ref().map(|delete| self.boxed(delete));
                Part::new(Kind::Transform { pattern, update, delete })
            }
        }
    }

    fn call(&mut self, function: &Node, arguments: &[Node]) -> Part {
        let mut whole = Part::new(Kind::Null);
        let mut parts = Vec::new();
        for argument in arguments {
            parts.push(if argument.kind == NodeKind::Placeholder {
                None
            } else {
                let part = self.part(argument);
                self.hand_up(&mut whole, &part);
                Some(part)
            });
        }
        let function = self.boxed(function);
        whole.kind = if parts.iter().any(Option::is_none) {
            Kind::Partial { function, arguments: parts }
        } else {
            Kind::Call { function, arguments: parts.into_iter().flatten().collect() }
        };
        whole
    }

    /// A part around one other, in which every `%` goes on looking.
    fn holding(&mut self, kind: impl FnOnce(Box<Part>) -> Kind, of: Box<Part>) -> Part {
        let mut whole = Part::new(Kind::Null);
        self.hand_up(&mut whole, &of);
        whole.kind = kind(of);
        whole
    }

    fn holding_two(
        &mut self,
        left: Box<Part>,
        right: Box<Part>,
        kind: impl FnOnce(Box<Part>, Box<Part>) -> Kind,
    ) -> Part {
        let mut whole = Part::new(Kind::Null);
        self.hand_up(&mut whole, &left);
        self.hand_up(&mut whole, &right);
        whole.kind = kind(left, right);
        whole
    }

    fn hand_up_all(&mut self, to: &mut Part, from: &[Part]) {
        from.iter().for_each(|part| self.hand_up(to, part));
    }

    /// What looks for a step in `from` looks in what surrounds it.
    fn hand_up(&mut self, to: &mut Part, from: &Part) {
        let own = match from.kind {
            Kind::Parent(slot) => Some(slot),
            _ => None,
        };
        let list = match (from.waiting, own) {
            (None, None) => return,
            (Some(list), _) => list,
            (None, Some(_)) => self.new_list(Vec::new()),
        };
        if let (Some(slots), Some(own)) = (self.lists.get_mut(list), own) {
            slots.push(own);
        }
        match to.waiting {
            None => to.waiting = Some(list),
            Some(target) => {
                let slots = self.list(list);
                if let Some(target) = self.lists.get_mut(target) {
                    target.extend(slots);
                }
            }
        }
    }

    fn new_list(&mut self, slots: Vec<usize>) -> usize {
        self.lists.push(slots);
        self.lists.len() - 1
    }

    fn list(&self, list: usize) -> Vec<usize> {
        self.lists.get(list).cloned().unwrap_or_default()
    }

    fn level(&self, slot: usize) -> i64 {
        self.slots.get(slot).map_or(0, |slot| slot.level)
    }

    fn step(&mut self, left: &Node, right: &Node) -> Part {
        let first = self.part(left);
        let mut path = match first.kind {
            Kind::Path { .. } => first,
            Kind::Parent(slot) => {
                let list = self.new_list(vec![slot]);
                let mut path = Part::path(vec![first]);
                path.waiting = Some(list);
                path
            }
            _ => Part::path(vec![first]),
        };
        let rest = self.part(right);
        if let Kind::Path { steps, keep_singleton } = &mut path.kind {
            match rest.kind {
                Kind::Path { steps: further, .. } => steps.extend(further),
                _ => steps.push(rest.into_step()),
            }
            for step in steps.iter_mut() {
                if let Kind::Text(text) = &mut step.kind {
                    step.kind = Kind::Name(std::mem::take(text));
                }
            }
            *keep_singleton |= steps.iter().any(|step| step.keep_array);
            if let Some(first) = steps.first_mut() {
                first.cons |= matches!(first.kind, Kind::Array(_));
            }
            if let Some(last) = steps.last_mut() {
                last.cons |= matches!(last.kind, Kind::Array(_));
            }
        }
        self.resolve(&mut path);
        path
    }

    /// `of[by]`. `[]` behind it is about what everything is picked from.
    fn filter(&mut self, of: &Node, by: &Node, kept: bool) -> Part {
        let mut whole = if kept { self.kept(of) } else { self.part(of) };
        let predicate = self.part(by);
        let is_path = matches!(whole.kind, Kind::Path { .. });
        whole.on_last_step(|step| {
            if let Some(list) = predicate.waiting {
                for slot in self.list(list) {
                    if self.level(slot) == 1 {
                        self.seek(step, slot);
                    } else if let Some(slot) = self.slots.get_mut(slot) {
                        slot.level -= 1;
                    }
                }
                self.hand_up(step, &predicate);
            }
            if is_path {
                step.stages.push(Stage::Filter(predicate));
            } else {
                step.predicates.push(predicate);
            }
        });
        whole
    }

    /// What has `[]` behind it.
    fn kept(&mut self, of: &Node) -> Part {
        let mut part = match &of.kind {
            NodeKind::Filter { of, by } => return self.filter(of, by, true),
            NodeKind::KeepArray(of) => return self.kept(of),
            _ => self.part(of),
        };
        if let (NodeKind::Name(_), Kind::Path { keep_singleton, .. }) = (&of.kind, &mut part.kind) {
            *keep_singleton = true;
        }
        if matches!(of.kind, NodeKind::Name(_) | NodeKind::Focus { .. }) {
            part.on_last_step(|step| step.keep_array = true);
        }
        part.keep_array = true;
        part
    }

    /// Lets each `%` in the last step of a path look through the steps before it.
    fn resolve(&mut self, path: &mut Part) {
        let Kind::Path { steps, .. } = &mut path.kind else { return };
        let Some((last, before)) = steps.split_last_mut() else { return };
        let mut slots = last.waiting.map(|list| self.list(list)).unwrap_or_default();
        if let Kind::Parent(slot) = last.kind {
            slots.push(slot);
            if let Some(list) = last.waiting.and_then(|list| self.lists.get_mut(list)) {
                list.push(slot);
            }
        }
        let mut unresolved = Vec::new();
        for slot in slots {
            let mut index = before.len();
            while self.level(slot) > 0 {
                if index == 0 {
                    unresolved.push(slot);
                    break;
                }
                index -= 1;
                // Steps in a row that name their items look at the same thing.
                while index > 0
                    && before.get(index).is_some_and(|step| step.focus.is_some())
                    && before.get(index - 1).is_some_and(|step| step.focus.is_some())
                {
                    index -= 1;
                }
                if let Some(step) = before.get_mut(index) {
                    self.seek(step, slot);
                }
            }
        }
        for slot in unresolved {
            match path.waiting.and_then(|list| self.lists.get_mut(list)) {
                Some(list) => list.push(slot),
                None => path.waiting = Some(self.new_list(vec![slot])),
            }
        }
    }

    /// Goes back through one step.
    fn seek(&mut self, step: &mut Part, slot: usize) {
        match &mut step.kind {
            Kind::Name(_) | Kind::Wildcard => {
                let earlier =
                    step.ancestor.and_then(|earlier| self.slots.get(earlier)).map(|earlier| earlier.label);
                let Some(found) = self.slots.get_mut(slot) else { return };
                found.level -= 1;
                if found.level == 0 {
                    found.label = earlier.unwrap_or(found.label);
                    step.ancestor = Some(slot);
                    step.tuple = true;
                }
            }
            Kind::Parent(_) => {
                if let Some(slot) = self.slots.get_mut(slot) {
                    slot.level += 1;
                }
            }
            Kind::Block(parts) => {
                if let Some(last) = parts.last_mut() {
                    step.tuple = true;
                    self.seek(last, slot);
                }
            }
            Kind::Path { steps, .. } => {
                step.tuple = true;
                for (number, step) in steps.iter_mut().rev().enumerate() {
                    if number > 0 && self.level(slot) <= 0 {
                        break;
                    }
                    self.seek(step, slot);
                }
            }
            // The reader has refused whatever leads here; without a step the `%` finds nothing.
            _ => {
                if let Some(slot) = self.slots.get_mut(slot) {
                    slot.level = 0;
                }
            }
        }
    }
}

/// Marks the calls that end a function.
fn tail_calls(mut part: Part) -> Part {
    match &mut part.kind {
        Kind::Call { .. } if part.predicates.is_empty() => Part::new(Kind::TailCall(Box::new(part))),
        Kind::Condition { then, otherwise, .. } => {
            for branch in [Some(then), otherwise.as_mut()].into_iter().flatten() {
                **branch = tail_calls(std::mem::replace(&mut **branch, Part::new(Kind::Null)));
            }
            part
        }
        Kind::Block(parts) => {
            if let Some(last) = parts.pop() {
                parts.push(tail_calls(last));
            }
            part
        }
        _ => part,
    }
}
