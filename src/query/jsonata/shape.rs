//! What JSONata refuses once it has read everything.
//!
//! The reference implementation rebuilds what it has read: paths become lists of steps, and each `%` looks for the step
//! whose item it means. What goes wrong there is wrong with the expression, so the same is done here, in the same order
//! and as far as it decides about that.

use super::error::{SyntaxError, TOO_DEEP};
use super::tree::{Node, NodeKind, Operator, Span};

/// Says what is wrong with the shape of an expression.
pub(super) fn check(text: &str, root: &Node) -> Result<(), SyntaxError> {
    let mut shape = Shape { text, parts: Vec::new(), slots: Vec::new(), lists: Vec::new(), looked: 0 };
    let part = shape.part(root)?;
    let waiting = match shape.kind(part) {
        Kind::Parent(slot) => Some(vec![*slot]),
        _ => shape.list_of(part).map(|list| shape.list(list)),
    };
    match waiting {
        None => Ok(()),
        Some(slots) => {
            let lost = slots.iter().find(|slot| shape.level(**slot) > 0).or(slots.first());
            Err(shape.no_parent(lost.copied(), root.at))
        }
    }
}

/// A part of the rebuilt expression, by its number.
type PartId = usize;

/// A `%` that looks for its step, by its number.
type SlotId = usize;

/// A list of `%` that look for their steps, by its number. Parts share lists, as they do in JSONata.
type ListId = usize;

struct Shape<'a> {
    text: &'a str,
    parts: Vec<Part>,
    slots: Vec<Slot>,
    lists: Vec<Vec<SlotId>>,
    /// How many steps were looked at.
    looked: usize,
}

struct Slot {
    at: Span,
    /// How many steps it has to go back still.
    level: i64,
}

struct Part {
    kind: Kind,
    at: Span,
    /// Which `%` within look for a step outside.
    waiting: Option<ListId>,
    /// Whether something in brackets stands behind it.
    predicate: bool,
    /// The same, of a step of a path.
    stages: bool,
    group: bool,
    focus: bool,
    /// How many of its steps are known to be no values.
    sound: usize,
}

enum Kind {
    Name,
    Text,
    Number,
    /// `true`, `false` or `null`.
    Constant,
    Wildcard,
    Parent(SlotId),
    Path(Vec<PartId>),
    /// By its last part.
    Block(Option<PartId>),
    Sort,
    Other,
}

type Shaped<T> = Result<T, SyntaxError>;

impl Shape<'_> {
    fn error(&self, code: &'static str, at: Span, message: impl Into<String>) -> SyntaxError {
        SyntaxError::new(code, self.text, at, message)
    }

    fn add(&mut self, kind: Kind, at: Span) -> PartId {
        self.parts.push(Part {
            kind,
            at,
            waiting: None,
            predicate: false,
            stages: false,
            group: false,
            focus: false,
            sound: 0,
        });
        self.parts.len() - 1
    }

    fn kind(&self, part: PartId) -> &Kind {
        self.parts.get(part).map_or(&Kind::Other, |part| &part.kind)
    }

    fn steps(&self, part: PartId) -> Option<&[PartId]> {
        match self.kind(part) {
            Kind::Path(steps) => Some(steps),
            _ => None,
        }
    }

    fn is(&self, part: PartId, what: impl Fn(&Part) -> bool) -> bool {
        self.parts.get(part).is_some_and(what)
    }

    fn change(&mut self, part: PartId, change: impl FnOnce(&mut Part)) {
        if let Some(part) = self.parts.get_mut(part) {
            change(part);
        }
    }

    fn at(&self, part: PartId) -> Span {
        self.parts.get(part).map(|part| part.at).unwrap_or_default()
    }

    fn list_of(&self, part: PartId) -> Option<ListId> {
        self.parts.get(part).and_then(|part| part.waiting)
    }

    fn list(&self, list: ListId) -> Vec<SlotId> {
        self.lists.get(list).cloned().unwrap_or_default()
    }

    fn new_list(&mut self, slots: Vec<SlotId>) -> ListId {
        self.lists.push(slots);
        self.lists.len() - 1
    }

    fn level(&self, slot: SlotId) -> i64 {
        self.slots.get(slot).map_or(0, |slot| slot.level)
    }

    fn go_back(&mut self, slot: SlotId, by: i64) {
        if let Some(slot) = self.slots.get_mut(slot) {
            slot.level -= by;
        }
    }

    fn no_parent(&self, slot: Option<SlotId>, otherwise: Span) -> SyntaxError {
        let at = slot.and_then(|slot| self.slots.get(slot)).map_or(otherwise, |slot| slot.at);
        let error = self.error("S0217", at, "no step before `%` tells what it means");
        error.help("`%` is what the item of an earlier step was found in, as in `$orders.lines.(%.id)`")
    }

    /// Counts what is looked at for each `%`, so that no expression takes longer than its length allows.
    fn look(&mut self, steps: usize, at: Span) -> Shaped<()> {
        self.looked += steps;
        if self.looked > 64 * self.text.len() + 4096 {
            return Err(self.error(TOO_DEEP, at, "too many `%` look back too far"));
        }
        Ok(())
    }

    fn part(&mut self, node: &Node) -> Shaped<PartId> {
        let kind = match &node.kind {
            NodeKind::Text(_) => Kind::Text,
            NodeKind::Number(_) => Kind::Number,
            NodeKind::Bool(_) | NodeKind::Null => Kind::Constant,
            NodeKind::Regex { .. } | NodeKind::Variable(_) | NodeKind::Descendant => Kind::Other,
            NodeKind::Wildcard => Kind::Wildcard,
            NodeKind::Name(_) => {
                let name = self.add(Kind::Name, node.at);
                Kind::Path(vec![name])
            }
            NodeKind::Parent => {
                self.slots.push(Slot { at: node.at, level: 1 });
                Kind::Parent(self.slots.len() - 1)
            }
            NodeKind::Placeholder => {
                let error = self.error("S0207", node.at, "the expression ends where a value should stand");
                return Err(error);
            }
            NodeKind::KeepArray(of) => return self.part(of),
            NodeKind::Negate(of) => {
                let of = self.part(of)?;
                if matches!(self.kind(of), Kind::Number) {
                    return Ok(of);
                }
                return self.holding(node, &[of]);
            }
            NodeKind::Step { left, right } => return self.step(left, right),
            NodeKind::Filter { of, by } => return self.filter(node, of, by),
            NodeKind::Group { of, members } => return self.group(node, of, members),
            NodeKind::Sort { of, .. } => return self.sort(node, of),
            NodeKind::Focus { of, .. } => return self.focus(node, of),
            NodeKind::Index { of, .. } => return self.index(of),
            NodeKind::Call { function, arguments } => {
                let mut parts = Vec::new();
                for argument in arguments {
                    if argument.kind != NodeKind::Placeholder {
                        parts.push(self.part(argument)?);
                    }
                }
                let call = self.holding(node, &parts)?;
                self.part(function)?;
                return Ok(call);
            }
            NodeKind::Block(_) => {
                let parts = self.children(node)?;
                let block = self.holding(node, &parts)?;
                self.change(block, |part| part.kind = Kind::Block(parts.last().copied()));
                return Ok(block);
            }
            // What looks back from within these finds nothing, and nobody asks.
            NodeKind::Lambda { .. }
            | NodeKind::Transform { .. }
            | NodeKind::Binary { operator: Operator::Apply, .. } => {
                self.children(node)?;
                Kind::Other
            }
            NodeKind::Array(_)
            | NodeKind::Range { .. }
            | NodeKind::Object(_)
            | NodeKind::Binary { .. }
            | NodeKind::Assign { .. }
            | NodeKind::Condition { .. } => {
                let parts = self.children(node)?;
                return self.holding(node, &parts);
            }
        };
        Ok(self.add(kind, node.at))
    }

    fn children(&mut self, node: &Node) -> Shaped<Vec<PartId>> {
        let mut children = Vec::new();
        node.each_child(&mut |child| children.push(child));
        children.into_iter().map(|child| self.part(child)).collect()
    }

    /// A part in which every `%` of the given ones goes on looking.
    fn holding(&mut self, node: &Node, parts: &[PartId]) -> Shaped<PartId> {
        let whole = self.add(Kind::Other, node.at);
        for part in parts {
            self.hand_up(whole, *part)?;
        }
        Ok(whole)
    }

    /// What looks for a step in `from` looks in what surrounds it.
    fn hand_up(&mut self, to: PartId, from: PartId) -> Shaped<()> {
        let own = match self.kind(from) {
            Kind::Parent(slot) => Some(*slot),
            _ => None,
        };
        let list = match (self.list_of(from), own) {
            (None, None) => return Ok(()),
            (Some(list), _) => list,
            (None, Some(_)) => self.new_list(Vec::new()),
        };
        if let (Some(slots), Some(own)) = (self.lists.get_mut(list), own) {
            slots.push(own);
        }
        match self.list_of(to) {
            None => self.change(to, |part| part.waiting = Some(list)),
            Some(target) => {
                let slots = self.list(list);
                self.look(slots.len(), self.at(from))?;
                if let Some(target) = self.lists.get_mut(target) {
                    target.extend(slots);
                }
            }
        }
        Ok(())
    }

    fn step(&mut self, left: &Node, right: &Node) -> Shaped<PartId> {
        let first = self.part(left)?;
        let path = match self.kind(first) {
            Kind::Path(_) => first,
            Kind::Parent(slot) => {
                let slot = *slot;
                let list = self.new_list(vec![slot]);
                let path = self.add(Kind::Path(vec![first]), left.at);
                self.change(path, |part| part.waiting = Some(list));
                path
            }
            _ => self.add(Kind::Path(vec![first]), left.at),
        };
        let rest = self.part(right)?;
        let further = match self.steps(rest) {
            Some(steps) => steps.to_vec(),
            None => {
                self.change(rest, as_step);
                vec![rest]
            }
        };
        self.change(path, |part| {
            if let Kind::Path(steps) = &mut part.kind {
                steps.extend(further);
            }
        });
        let sound = self.parts.get(path).map_or(0, |part| part.sound);
        let steps = self.steps(path).and_then(|steps| steps.get(sound..)).unwrap_or_default().to_vec();
        self.change(path, |part| part.sound += steps.len());
        for step in steps {
            match self.kind(step) {
                Kind::Number | Kind::Constant => {
                    let at = self.at(step);
                    let message = format!("`{}` is a value and cannot be a step of a path", at.of(self.text));
                    return Err(self
                        .error("S0213", at, message)
                        .help("in backticks it is the name of a field"));
                }
                Kind::Text => self.change(step, |part| part.kind = Kind::Name),
                _ => {}
            }
        }
        self.resolve(path)?;
        Ok(path)
    }

    fn filter(&mut self, node: &Node, of: &Node, by: &Node) -> Shaped<PartId> {
        let whole = self.part(of)?;
        let last = self.steps(whole).map(|steps| steps.last().copied().unwrap_or(whole));
        let step = last.unwrap_or(whole);
        if self.is(step, |part| part.group) {
            let error = self.error("S0209", node.at, "nothing can be picked from what is grouped already");
            return Err(error.help("in parentheses the groups are a value like any other"));
        }
        let predicate = self.part(by)?;
        if let Some(list) = self.list_of(predicate) {
            for slot in self.list(list) {
                if self.level(slot) == 1 {
                    self.seek(step, slot)?;
                } else {
                    self.go_back(slot, 1);
                }
            }
            self.hand_up(step, predicate)?;
        }
        self.change(step, |part| match last {
            Some(_) => part.stages = true,
            None => part.predicate = true,
        });
        Ok(whole)
    }

    fn group(&mut self, node: &Node, of: &Node, members: &[(Node, Node)]) -> Shaped<PartId> {
        let whole = self.part(of)?;
        if self.is(whole, |part| part.group) {
            let error = self.error("S0210", node.at, "what is grouped already cannot be grouped again");
            return Err(error.help("in parentheses the groups are a value like any other"));
        }
        for (key, value) in members {
            self.part(key)?;
            self.part(value)?;
        }
        self.change(whole, |part| part.group = true);
        Ok(whole)
    }

    fn sort(&mut self, node: &Node, of: &Node) -> Shaped<PartId> {
        let first = self.part(of)?;
        let path = match self.kind(first) {
            Kind::Path(_) => first,
            _ => self.add(Kind::Path(vec![first]), of.at),
        };
        let sort = self.add(Kind::Sort, node.at);
        if let NodeKind::Sort { by, .. } = &node.kind {
            for term in by {
                let part = self.part(&term.by)?;
                self.hand_up(sort, part)?;
            }
        }
        self.change(path, |part| {
            if let Kind::Path(steps) = &mut part.kind {
                steps.push(sort);
            }
        });
        self.resolve(path)?;
        Ok(path)
    }

    fn focus(&mut self, node: &Node, of: &Node) -> Shaped<PartId> {
        let whole = self.part(of)?;
        let step = self.steps(whole).and_then(|steps| steps.last().copied()).unwrap_or(whole);
        if self.is(step, |part| part.stages || part.predicate) {
            let error = self.error("S0215", node.at, "`@` has to stand before what is picked in brackets");
            return Err(error.help("`a@$v[…]` for `a[…]@$v`"));
        }
        if matches!(self.kind(step), Kind::Sort) {
            let error = self.error("S0216", node.at, "`@` has to stand before what sorts");
            return Err(error.help("`a@$v^(…)` for `a^(…)@$v`"));
        }
        self.change(step, |part| part.focus = true);
        Ok(whole)
    }

    fn index(&mut self, of: &Node) -> Shaped<PartId> {
        let first = self.part(of)?;
        if self.steps(first).is_some() {
            return Ok(first);
        }
        self.change(first, as_step);
        Ok(self.add(Kind::Path(vec![first]), of.at))
    }

    /// Lets each `%` in the last step of a path look through the steps before it.
    fn resolve(&mut self, path: PartId) -> Shaped<()> {
        let Some(last) = self.steps(path).and_then(|steps| steps.last()).copied() else { return Ok(()) };
        let mut slots = self.list_of(last).map(|list| self.list(list)).unwrap_or_default();
        if let Kind::Parent(slot) = self.kind(last) {
            let slot = *slot;
            slots.push(slot);
            if let Some(list) = self.list_of(last).and_then(|list| self.lists.get_mut(list)) {
                list.push(slot);
            }
        }
        if slots.is_empty() {
            return Ok(());
        }
        let before = self
            .steps(path)
            .and_then(|steps| steps.split_last())
            .map_or(Vec::new(), |(_, before)| before.to_vec());
        for slot in slots {
            let mut steps = before.iter().rev().copied().peekable();
            while self.level(slot) > 0 {
                let Some(mut step) = steps.next() else {
                    self.wait(path, slot);
                    break;
                };
                // Steps in a row that name their items look at the same thing.
                while let Some(earlier) = steps.peek().copied() {
                    if !self.is(step, |part| part.focus) || !self.is(earlier, |part| part.focus) {
                        break;
                    }
                    step = earlier;
                    steps.next();
                }
                self.seek(step, slot)?;
            }
        }
        Ok(())
    }

    fn wait(&mut self, path: PartId, slot: SlotId) {
        match self.list_of(path) {
            None => {
                let list = self.new_list(vec![slot]);
                self.change(path, |part| part.waiting = Some(list));
            }
            Some(list) => {
                if let Some(list) = self.lists.get_mut(list) {
                    list.push(slot);
                }
            }
        }
    }

    /// Goes back through one step.
    fn seek(&mut self, step: PartId, slot: SlotId) -> Shaped<()> {
        self.look(1, self.at(step))?;
        match self.kind(step) {
            Kind::Name | Kind::Wildcard => self.go_back(slot, 1),
            Kind::Parent(_) => self.go_back(slot, -1),
            Kind::Block(None) => {}
            Kind::Block(Some(last)) => self.seek(*last, slot)?,
            Kind::Path(steps) => {
                let length = steps.len();
                for index in (0..length).rev() {
                    if index + 1 < length && self.level(slot) <= 0 {
                        break;
                    }
                    let step = self.steps(step).and_then(|steps| steps.get(index)).copied();
                    step.map_or(Ok(()), |step| self.seek(step, slot))?;
                }
            }
            Kind::Text | Kind::Number | Kind::Constant | Kind::Sort | Kind::Other => {
                return Err(self.no_parent(Some(slot), self.at(step)));
            }
        }
        Ok(())
    }
}

/// What is picked from a part is picked from the step that it becomes.
fn as_step(part: &mut Part) {
    part.stages |= part.predicate;
    part.predicate = false;
}
