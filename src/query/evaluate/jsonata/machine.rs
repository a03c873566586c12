//! Evaluating a part of an expression.

use super::apply::{Function, TailCall};
use super::fault::Fault;
use super::frame::{Env, Frame};
use super::item::{Item, List, MOST_NESTED, MemberMap, Text, number_text};
use super::plan::{Kind, Part, Plan};
use crate::query::evaluate::Host;
use crate::query::evaluate::stack::with_stack_for_part;
use crate::query::jsonata::Operator;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How much one evaluation may do: parts evaluated, items made, and sixteen bytes of text each count one.
const MOST_WORK: u64 = 10_000_000;

/// How deep evaluations may stand inside each other; a call of a function takes about four.
const MOST_DEPTH: u32 = 10_000;

/// The longest text.
const MOST_TEXT: usize = 64 << 20;

pub(super) type Outcome<'a> = Result<Item<'a>, Fault>;

/// One evaluation.
pub(super) struct Machine<'a, 'h> {
    pub(super) plan: &'a Plan,
    pub(super) host: RefCell<&'h mut dyn Host>,
    /// The time, in milliseconds since 1970.
    pub(super) now: f64,
    work: Cell<u64>,
    depth: Cell<u32>,
    /// Frames that functions bound in them refer back to.
    knots: RefCell<Vec<Env<'a>>>,
}

impl Drop for Machine<'_, '_> {
    fn drop(&mut self) {
        self.knots.borrow().iter().for_each(|frame| frame.clear());
    }
}

impl<'a, 'h> Machine<'a, 'h> {
    pub(super) fn new(plan: &'a Plan, host: &'h mut dyn Host) -> Self {
        // The clock of a run stays far below what a double tells apart.
        let now = host.now() as f64;
        Machine {
            plan,
            host: RefCell::new(host),
            now,
            work: Cell::new(0),
            depth: Cell::new(0),
            knots: RefCell::default(),
        }
    }

    /// Counts what is done.
    pub(super) fn spend(&self, work: usize) -> Result<(), Fault> {
        let done = self.work.get().saturating_add(u64::try_from(work).unwrap_or(u64::MAX));
        self.work.set(done);
        if done > MOST_WORK { Err(Fault::limit("it takes too many steps")) } else { Ok(()) }
    }

    /// Counts a text of so many bytes that is about to be made.
    pub(super) fn spend_text(&self, bytes: usize) -> Result<(), Fault> {
        if bytes > MOST_TEXT {
            return Err(Fault::limit("a text is too long"));
        }
        self.spend(bytes / 16)
    }

    pub(super) fn bind(&self, env: &Env<'a>, name: Text<'a>, value: Item<'a>) {
        if env.bind(name, value) {
            let mut knots = self.knots.borrow_mut();
            if !knots.last().is_some_and(|last| Rc::ptr_eq(last, env)) {
                knots.push(env.clone());
            }
        }
    }

    /// The frame of a tuple: the names that steps have bound.
    pub(super) fn tuple_frame(&self, env: &Env<'a>, tuple: &Item<'a>) -> Env<'a> {
        let frame = Frame::new(Some(env));
        if let Some(members) = tuple.members() {
            for (name, value) in &members.map {
                self.bind(&frame, name.clone(), value.clone());
            }
        }
        frame
    }

    /// What a part gives.
    pub(super) fn evaluate(&self, part: &'a Part, input: &Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        match &part.kind {
            // What cannot go deeper and has nothing behind it needs no more.
            Kind::Text(text) if part.predicates.is_empty() => return Ok(Item::Text(Text::Borrowed(text))),
            Kind::Number(number) if part.predicates.is_empty() => return Ok(Item::Number(*number)),
            _ => {}
        }
        self.spend(1)?;
        let depth = self.depth.get() + 1;
        if depth > MOST_DEPTH {
            return Err(Fault::limit("it is nested too deep"));
        }
        self.depth.set(depth);
        let outcome = with_stack_for_part(|| self.evaluate_here(part, input, env));
        self.depth.set(depth - 1);
        match outcome {
            Ok(item) if item.nested() > MOST_NESTED => Err(Fault::limit("a value is nested too deep")),
            other => other,
        }
    }

    fn evaluate_here(&self, part: &'a Part, input: &Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        let mut result = self.kind(part, input, env)?;
        for predicate in &part.predicates {
            result = self.filter(predicate, result, env)?;
        }
        if let (Some(group), false) = (&part.group, matches!(part.kind, Kind::Path { .. })) {
            result = self.group(group, result, env)?;
        }
        Ok(match result {
            Item::Array(mut list) if list.sequence && !list.tuples => {
                list.keep |= part.keep_array;
                match list.len() {
                    0 => Item::Undefined,
                    1 if !list.keep => list.first().cloned().unwrap_or(Item::Undefined),
                    _ => Item::Array(list),
                }
            }
            other => other,
        })
    }

    fn kind(&self, part: &'a Part, input: &Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        match &part.kind {
            Kind::Text(text) => Ok(Item::Text(Text::Borrowed(text))),
            Kind::Number(number) => Ok(Item::Number(*number)),
            Kind::Bool(value) => Ok(Item::Bool(*value)),
            Kind::Null => Ok(Item::Null),
            Kind::Regex(matcher) => Ok(Item::Function(Rc::new(Function::Regex(matcher)))),
            Kind::Name(name) => self.field(input, name),
            Kind::Variable { name, native } => Ok(self.variable(name, *native, input, env)),
            Kind::Wildcard => self.wildcard(input),
            Kind::Descendant => self.descendants(input),
            Kind::Parent(slot) => {
                let label = self.plan.labels.get(*slot).map_or("", String::as_str);
                Ok(env.lookup(label).unwrap_or(Item::Undefined))
            }
            Kind::Negate(of) => {
                let value = self.evaluate(of, input, env)?;
                match value.number()? {
                    Some(number) => Ok(Item::Number(-number)),
                    None if value.is_undefined() => Ok(value),
                    None => Err(Fault::new("D1002").about(&value).token("-")),
                }
            }
            Kind::Array(parts) => self.array(part, parts, input, env),
            Kind::Range(from, to) => {
                let from = self.evaluate(from, input, env)?;
                let to = self.evaluate(to, input, env)?;
                self.range(&from, &to).map_err(|fault| fault.token(".."))
            }
            Kind::Object(members) => self.group(members, input.clone(), env),
            Kind::Block(parts) => {
                let frame = Frame::new(Some(env));
                let mut result = Item::Undefined;
                for part in parts {
                    result = self.evaluate(part, input, &frame)?;
                }
                Ok(result)
            }
            Kind::Binary { operator, left, right } => self.binary(*operator, left, right, input, env),
            Kind::Path { steps, keep_singleton } => self.path(part, steps, *keep_singleton, input, env),
            // Sorting is a step of a path and is evaluated there.
            Kind::Sort(_) => Ok(Item::Undefined),
            Kind::Bind { name, value } => {
                let value = self.evaluate(value, input, env)?;
                self.bind(env, Text::Borrowed(name), value.clone());
                Ok(value)
            }
            Kind::Apply { left, right } => self.apply_operator(left, right, input, env),
            Kind::Call { .. } => self.call(part, None, input, env),
            Kind::TailCall(call) => {
                let call = TailCall { call, input: input.clone(), env: env.clone() };
                Ok(Item::Function(Rc::new(Function::TailCall(call))))
            }
            Kind::Partial { function, arguments } => self.partial(function, arguments, input, env),
            Kind::Lambda(lambda) => {
                let function = Function::Lambda { lambda, input: input.clone(), env: env.clone() };
                Ok(Item::Function(Rc::new(function)))
            }
            Kind::Condition { test, then, otherwise } => {
                let test = self.evaluate(test, input, env)?;
                match otherwise {
                    _ if test.holds()? => self.evaluate(then, input, env),
                    Some(otherwise) => self.evaluate(otherwise, input, env),
                    None => Ok(Item::Undefined),
                }
            }
            Kind::Transform { pattern, update, delete } => {
                let delete = delete.as_deref();
                let function = Function::Transform { pattern, update, delete, env: env.clone() };
                Ok(Item::Function(Rc::new(function)))
            }
        }
    }

    pub(super) fn variable(
        &self,
        name: &'a str,
        native: Option<usize>,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Item<'a> {
        if name.is_empty() {
            return match input {
                Item::Array(list) if list.outer => list.first().cloned().unwrap_or(Item::Undefined),
                other => other.clone(),
            };
        }
        match (env.lookup(name), native) {
            (Some(value), _) => value,
            (None, Some(native)) => Item::Function(Rc::new(Function::Native(native))),
            (None, None) => Item::Undefined,
        }
    }

    /// A field of an object, or of each object in an array.
    pub(super) fn field(&self, input: &Item<'a>, name: &str) -> Outcome<'a> {
        if !input.is_array() {
            return Ok(input.member(name));
        }
        let mut out = Vec::new();
        self.collect_field(input, name, &mut out)?;
        Ok(Item::sequence(out))
    }

    fn collect_field(&self, input: &Item<'a>, name: &str, out: &mut Vec<Item<'a>>) -> Result<(), Fault> {
        let Some(list) = input.list() else { return Ok(()) };
        self.spend(list.len())?;
        for item in list.iter() {
            if item.is_array() {
                self.collect_field(item, name, out)?;
                continue;
            }
            match item.member(name) {
                Item::Undefined => {}
                found => match found.list() {
                    Some(list) => {
                        self.spend(list.len())?;
                        out.extend(list.iter().cloned());
                    }
                    None => out.push(found),
                },
            }
        }
        Ok(())
    }

    fn wildcard(&self, input: &Item<'a>) -> Outcome<'a> {
        let inside = match input {
            Item::Array(list) if list.outer => list.first().cloned().unwrap_or(Item::Undefined),
            other => other.clone(),
        };
        let values: Vec<Item<'a>> = match (inside.list(), inside.members()) {
            (Some(list), _) => list.to_vec(),
            (_, Some(members)) => members.map.values().cloned().collect(),
            _ => Vec::new(),
        };
        let mut out = Vec::new();
        // An array among them makes the result an ordinary array.
        let mut is_sequence = true;
        for value in &values {
            is_sequence &= !value.is_array();
            self.flatten(value, &mut out)?;
        }
        Ok(if is_sequence { Item::sequence(out) } else { Item::plain(out) })
    }

    fn flatten(&self, item: &Item<'a>, out: &mut Vec<Item<'a>>) -> Result<(), Fault> {
        self.spend(1)?;
        match item.list() {
            Some(list) => list.iter().try_for_each(|item| self.flatten(item, out)),
            None => {
                out.push(item.clone());
                Ok(())
            }
        }
    }

    fn descendants(&self, input: &Item<'a>) -> Outcome<'a> {
        if input.is_undefined() {
            return Ok(Item::Undefined);
        }
        let mut out = Vec::new();
        let mut ahead = vec![input.clone()];
        while let Some(item) = ahead.pop() {
            self.spend(1)?;
            if let Some(list) = item.list() {
                ahead.extend(list.iter().rev().cloned());
                continue;
            }
            if let Some(members) = item.members() {
                ahead.extend(members.map.values().rev().cloned());
            }
            out.push(item);
        }
        Ok(match out.len() {
            1 => out.pop().unwrap_or(Item::Undefined),
            _ => Item::sequence(out),
        })
    }

    fn array(&self, part: &'a Part, parts: &'a [Part], input: &Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        let mut out = Vec::with_capacity(parts.len());
        for item in parts {
            let value = self.evaluate(item, input, env)?;
            match (&item.kind, value.list()) {
                _ if value.is_undefined() => {}
                // An array within an array stays one.
                (Kind::Array(_), _) | (_, None) => out.push(value),
                (Kind::Text(text), _) if text == "[" => out.push(value),
                (_, Some(list)) => {
                    self.spend(list.len())?;
                    out.extend(list.iter().cloned());
                }
            }
        }
        let mut list = List::plain(out);
        list.cons = part.cons;
        Ok(Item::Array(list))
    }

    fn range(&self, from: &Item<'a>, to: &Item<'a>) -> Outcome<'a> {
        let whole = |item: &Item<'a>, code| match item {
            Item::Undefined => Ok(None),
            Item::Number(number) if number.is_finite() && number.fract() == 0.0 => Ok(Some(*number)),
            _ => Err(Fault::new(code)),
        };
        let (from, to) = (whole(from, "T2003")?, whole(to, "T2004")?);
        let (Some(from), Some(to)) = (from, to) else { return Ok(Item::Undefined) };
        if from > to {
            return Ok(Item::Undefined);
        }
        let size = to - from + 1.0;
        if size > 1e7 {
            return Err(Fault::new("D2014").value(number_text(size)));
        }
        // The size is a whole number below 10^7 here.
        let size = size as usize;
        self.spend(size)?;
        let numbers = (0..size).map(|index| Item::Number(from + index as f64));
        Ok(Item::sequence(numbers.collect()))
    }

    fn binary(
        &self,
        operator: Operator,
        left: &'a Part,
        right: &'a Part,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let named = |fault: Fault| fault.token(operator.to_string());
        let left = self.evaluate(left, input, env)?;
        if matches!(operator, Operator::And | Operator::Or) {
            let decided = left.holds().map_err(named)?;
            if decided == (operator == Operator::Or) {
                return Ok(Item::Bool(decided));
            }
            // JSONata names the operator even where something inside its right side went wrong.
            let right = self.evaluate(right, input, env).map_err(named)?;
            return Ok(Item::Bool(right.holds().map_err(named)?));
        }
        let right = self.evaluate(right, input, env)?;
        match operator {
            Operator::Equal | Operator::NotEqual => {
                if left.is_undefined() || right.is_undefined() {
                    return Ok(Item::Bool(false));
                }
                Ok(Item::Bool(self.equal(&left, &right)? == (operator == Operator::Equal)))
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                compare(operator, &left, &right).map_err(named)
            }
            Operator::Concatenate => {
                let (left, right) = (self.as_text(&left)?, self.as_text(&right)?);
                self.spend_text(left.len() + right.len())?;
                Ok(Item::text(format!("{}{}", &*left, &*right)))
            }
            Operator::In => Ok(Item::Bool(self.is_in(&left, &right)?)),
            _ => arithmetic(operator, &left, &right).map_err(named),
        }
    }

    fn is_in(&self, left: &Item<'a>, right: &Item<'a>) -> Result<bool, Fault> {
        if left.is_undefined() || right.is_undefined() {
            return Ok(false);
        }
        match right.list() {
            Some(list) => {
                self.spend(list.len())?;
                Ok(list.iter().any(|item| identical(item, left)))
            }
            None => Ok(identical(right, left)),
        }
    }

    /// Text for `&`: nothing is empty.
    fn as_text(&self, item: &Item<'a>) -> Result<Text<'a>, Fault> {
        match item {
            Item::Text(text) => Ok(text.clone()),
            Item::Undefined => Ok(Text::Borrowed("")),
            other => Ok(Text::from(self.stringify(other, false)?)),
        }
    }

    /// Whether two values are equal, all the way down.
    pub(super) fn equal(&self, left: &Item<'a>, right: &Item<'a>) -> Result<bool, Fault> {
        self.spend(1)?;
        if let (Item::Json(left), Item::Json(right)) = (left, right)
            && std::ptr::eq(*left, *right)
        {
            return Ok(true);
        }
        if let (Some(left), Some(right)) = (left.list(), right.list()) {
            if left.len() != right.len() {
                return Ok(false);
            }
            for (left, right) in left.iter().zip(right.iter()) {
                if !self.equal(left, right)? {
                    return Ok(false);
                }
            }
            return Ok(true);
        }
        if let (Some(left), Some(right)) = (left.members(), right.members()) {
            if left.map.len() != right.map.len() {
                return Ok(false);
            }
            for (name, left) in &left.map {
                match right.map.get(&**name) {
                    Some(right) if self.equal(left, right)? => {}
                    _ => return Ok(false),
                }
            }
            return Ok(true);
        }
        Ok(identical(left, right) || left.is_undefined() && right.is_undefined())
    }

    /// `left` and then `right`, as one array.
    pub(super) fn append(&self, left: Item<'a>, right: Item<'a>) -> Outcome<'a> {
        if left.is_undefined() {
            return Ok(right);
        }
        if right.is_undefined() {
            return Ok(left);
        }
        let mut out = match left.list() {
            Some(list) => list.to_vec(),
            None => vec![left],
        };
        match right.list() {
            Some(list) => out.extend(list.iter().cloned()),
            None => out.push(right),
        }
        self.spend(out.len())?;
        Ok(Item::plain(out))
    }

    /// An object of what keys and values give, for each item of `input`.
    pub(super) fn group(&self, members: &'a [(Part, Part)], input: Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        let list = input.list();
        let tuples = list.as_ref().is_some_and(|list| list.tuples);
        let items: Vec<Item<'a>> = match list {
            Some(list) if list.is_empty() => vec![Item::Undefined],
            Some(list) => list.to_vec(),
            None => vec![input],
        };
        let mut groups: indexmap::IndexMap<Text<'a>, Group<'a>, rustc_hash::FxBuildHasher> =
            Default::default();
        for item in &items {
            let frame = if tuples { self.tuple_frame(env, item) } else { env.clone() };
            let context = if tuples { item.member("@") } else { item.clone() };
            for (index, (key, _)) in members.iter().enumerate() {
                let key = match self.evaluate(key, &context, &frame)? {
                    Item::Text(key) => key,
                    Item::Undefined => continue,
                    other => return Err(Fault::new("T1003").about(&other)),
                };
                self.spend(1)?;
                match groups.get_mut(&key) {
                    Some(group) if group.index != index => {
                        return Err(Fault::new("D1009").about(&Item::Text(key)));
                    }
                    Some(group) => group.add(item.clone()),
                    None => {
                        groups.insert(key, Group { index, first: item.clone(), rest: None });
                    }
                }
            }
        }
        let mut out = MemberMap::default();
        for (key, group) in groups {
            let Some((_, value)) = members.get(group.index) else { continue };
            let data = match group.rest {
                None => group.first,
                Some(rest) => {
                    self.spend(rest.len())?;
                    Item::plain(rest)
                }
            };
            let value = if tuples {
                let tuple = self.reduce_tuples(data)?;
                let frame = self.tuple_frame(env, &tuple);
                self.evaluate(value, &tuple.member("@"), &frame)?
            } else {
                self.evaluate(value, &data, env)?
            };
            if !value.is_undefined() {
                out.insert(key, value);
            }
        }
        Ok(Item::object(out))
    }

    /// Tuples of one group as one, the values of each name together.
    fn reduce_tuples(&self, data: Item<'a>) -> Outcome<'a> {
        let Some(list) = data.list() else { return Ok(data) };
        let mut out = MemberMap::default();
        for tuple in list.iter() {
            let Some(members) = tuple.members() else { continue };
            for (name, value) in &members.map {
                let before = out.shift_remove(&**name).unwrap_or(Item::Undefined);
                out.insert(name.clone(), self.append(before, value.clone())?);
            }
        }
        Ok(Item::object(out))
    }
}

/// What has one key so far.
struct Group<'a> {
    /// Which pair the key came from.
    index: usize,
    first: Item<'a>,
    /// All items, once there is more than one.
    rest: Option<Vec<Item<'a>>>,
}

impl<'a> Group<'a> {
    fn add(&mut self, item: Item<'a>) {
        let first = &self.first;
        let items = self.rest.get_or_insert_with(|| match first.list() {
            Some(list) => list.to_vec(),
            None => vec![first.clone()],
        });
        match item.list() {
            Some(list) => items.extend(list.iter().cloned()),
            None => items.push(item),
        }
    }
}

/// Whether two values are the same value: what JavaScript's `===` says.
fn identical<'a>(left: &Item<'a>, right: &Item<'a>) -> bool {
    match (left, right) {
        (Item::Null, Item::Null) => true,
        (Item::Bool(left), Item::Bool(right)) => left == right,
        (Item::Number(left), Item::Number(right)) => left == right,
        (Item::Text(left), Item::Text(right)) => left == right,
        (Item::Function(left), Item::Function(right)) => match (&**left, &**right) {
            (Function::Native(left), Function::Native(right)) => left == right,
            _ => Rc::ptr_eq(left, right),
        },
        (Item::Array(left), Item::Array(right)) => Rc::ptr_eq(&left.items, &right.items),
        (Item::Object(left), Item::Object(right)) => Rc::ptr_eq(left, right),
        (Item::Json(left), Item::Json(right)) => std::ptr::eq::<Value>(*left, *right),
        _ => false,
    }
}

fn arithmetic<'a>(operator: Operator, left: &Item<'a>, right: &Item<'a>) -> Outcome<'a> {
    let operand = |item: &Item<'a>, code| match item.number()? {
        None if !item.is_undefined() => Err(Fault::new(code).about(item)),
        number => Ok(number),
    };
    let (left, right) = (operand(left, "T2001")?, operand(right, "T2002")?);
    let (Some(left), Some(right)) = (left, right) else { return Ok(Item::Undefined) };
    Ok(Item::Number(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    }))
}

/// Which of two texts comes first, by their UTF-16 as in JavaScript.
pub(super) fn order_of_texts(left: &str, right: &str) -> std::cmp::Ordering {
    left.encode_utf16().cmp(right.encode_utf16())
}

fn compare<'a>(operator: Operator, left: &Item<'a>, right: &Item<'a>) -> Outcome<'a> {
    let comparable = |item: &Item<'a>| matches!(item, Item::Undefined | Item::Text(_) | Item::Number(_));
    if !comparable(left) || !comparable(right) {
        let is_value = matches!(left, Item::Text(_) | Item::Number(_));
        return Err(Fault::new("T2010").about(if is_value { right } else { left }));
    }
    let order = match (left, right) {
        (Item::Undefined, _) | (_, Item::Undefined) => return Ok(Item::Undefined),
        (Item::Number(left), Item::Number(right)) => left.partial_cmp(right),
        (Item::Text(left), Item::Text(right)) => Some(order_of_texts(left, right)),
        _ => return Err(Fault::new("T2009").about(left).and(right)),
    };
    Ok(Item::Bool(order.is_some_and(|order| match operator {
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        _ => order.is_ge(),
    })))
}
