//! Paths: steps, what is picked from them, and what they bind.

use super::fault::Fault;
use super::frame::Env;
use super::item::{Item, List, MemberMap, Text};
use super::machine::{Machine, Outcome, order_of_texts};
use super::plan::{Kind, Part, Stage};

impl<'a> Machine<'a, '_> {
    pub(super) fn path(
        &self,
        part: &'a Part,
        steps: &'a [Part],
        keep_singleton: bool,
        input: &Item<'a>,
        env: &Env<'a>,
    ) -> Outcome<'a> {
        let starts_with_variable =
            matches!(steps.first().map(|step| &step.kind), Some(Kind::Variable { .. }));
        let mut looked_at = match input.list() {
            Some(list) if !starts_with_variable => list,
            _ => List::sequence(vec![input.clone()]),
        };
        let mut result = Item::Undefined;
        let mut is_tuples = false;
        let mut tuples: Option<List<'a>> = None;
        for (index, step) in steps.iter().enumerate() {
            is_tuples |= step.tuple;
            if index == 0 && step.cons {
                result = self.evaluate(step, &Item::Array(looked_at.clone()), env)?;
            } else if is_tuples {
                tuples = Some(self.tuple_step(step, &looked_at, tuples, env)?);
            } else {
                result = self.step(step, &looked_at, index + 1 == steps.len(), env)?;
            }
            if !is_tuples && (result.is_undefined() || result.is_array() && result.count() == 0) {
                break;
            }
            if step.focus.is_none() {
                looked_at = result.list().unwrap_or_else(|| List::sequence(characters(&result)));
            }
        }
        if let (true, Some(found)) = (is_tuples, &tuples) {
            result = if part.tuple {
                Item::Array(found.clone())
            } else {
                Item::sequence(found.iter().map(|tuple| tuple.member("@")).collect())
            };
        }
        if keep_singleton && let Item::Array(list) = &mut result {
            if list.cons && !list.sequence {
                *list = List::sequence(vec![Item::Array(list.clone())]);
            }
            list.keep = true;
        }
        if let Some(group) = &part.group {
            let grouped = match tuples {
                Some(tuples) if is_tuples => Item::Array(tuples),
                _ => result,
            };
            return self.group(group, grouped, env);
        }
        Ok(result)
    }

    fn step(&self, step: &'a Part, input: &List<'a>, is_last: bool, env: &Env<'a>) -> Outcome<'a> {
        if let Kind::Sort(terms) = &step.kind {
            let sorted = Item::Array(self.sort(terms, input, env)?);
            return self.stages(&step.stages, sorted, env);
        }
        let mut found = Vec::with_capacity(input.len());
        for item in input.iter() {
            let mut value = self.evaluate(step, item, env)?;
            for stage in &step.stages {
                if let Stage::Filter(predicate) = stage {
                    value = self.filter(predicate, value, env)?;
                }
            }
            if !value.is_undefined() {
                found.push(value);
            }
        }
        if let ([only], true) = (&found[..], is_last)
            && let Some(list) = only.list()
            && !list.sequence
        {
            return Ok(Item::Array(list));
        }
        let mut out = Vec::with_capacity(found.len());
        for value in found {
            match value.list() {
                Some(list) if !list.cons => {
                    self.spend(list.len())?;
                    out.extend(list.iter().cloned());
                }
                _ => out.push(value),
            }
        }
        Ok(Item::sequence(out))
    }

    fn stages(&self, stages: &'a [Stage], input: Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        let mut result = input;
        for stage in stages {
            match stage {
                Stage::Filter(predicate) => result = self.filter(predicate, result, env)?,
                Stage::Index(name) => {
                    let Some(list) = result.list() else { continue };
                    let numbered = list.iter().enumerate().map(|(index, tuple)| {
                        // An index of a list fits a double.
                        with(tuple, [(Text::Borrowed(name), Item::Number(index as f64))])
                    });
                    let mut changed = List::plain(numbered.collect());
                    (changed.sequence, changed.tuples) = (list.sequence, list.tuples);
                    result = Item::Array(changed);
                }
            }
        }
        Ok(result)
    }

    /// A step that goes on with all that steps before it have bound.
    fn tuple_step(
        &self,
        step: &'a Part,
        input: &List<'a>,
        tuples: Option<List<'a>>,
        env: &Env<'a>,
    ) -> Result<List<'a>, Fault> {
        let as_list = |item: Item<'a>| item.list().unwrap_or_else(|| List::tuples(Vec::new()));
        if let Kind::Sort(terms) = &step.kind {
            let sorted = match tuples {
                Some(tuples) => self.sort(terms, &tuples, env)?,
                None => {
                    let sorted = self.sort(terms, input, env)?;
                    let name = step.index.as_deref().unwrap_or("undefined");
                    let numbered = sorted.iter().enumerate().map(|(index, item)| {
                        let position = (Text::Borrowed(name), Item::Number(index as f64));
                        tuple([(Text::Borrowed("@"), item.clone()), position])
                    });
                    List::tuples(numbered.collect())
                }
            };
            return Ok(as_list(self.stages(&step.stages, Item::Array(sorted), env)?));
        }
        let tuples = match tuples {
            Some(tuples) => tuples.to_vec(),
            None => input.iter().map(|item| tuple([(Text::Borrowed("@"), item.clone())])).collect(),
        };
        let mut out = Vec::new();
        for before in &tuples {
            let frame = self.tuple_frame(env, before);
            let context = before.member("@");
            let result = self.evaluate(step, &context, &frame)?;
            let (found, is_tuples) = match result.list() {
                _ if result.is_undefined() => continue,
                Some(list) => (list.to_vec(), list.tuples),
                None => (vec![result], false),
            };
            self.spend(found.len())?;
            for (index, item) in found.into_iter().enumerate() {
                if is_tuples {
                    let members = item.members().map(|members| members.map.clone()).unwrap_or_default();
                    out.push(with(before, members));
                    continue;
                }
                let mut bound = MemberMap::default();
                match &step.focus {
                    Some(name) => {
                        bound.insert(Text::Borrowed(name), item);
                        bound.insert(Text::Borrowed("@"), context.clone());
                    }
                    None => {
                        bound.insert(Text::Borrowed("@"), item);
                    }
                }
                if let Some(name) = &step.index {
                    bound.insert(Text::Borrowed(name), Item::Number(index as f64));
                }
                if let Some(label) = step.ancestor.and_then(|slot| self.plan.labels.get(slot)) {
                    bound.insert(Text::Borrowed(label), context.clone());
                }
                out.push(with(before, bound));
            }
        }
        Ok(as_list(self.stages(&step.stages, Item::Array(List::tuples(out)), env)?))
    }

    /// What a predicate picks.
    pub(super) fn filter(&self, predicate: &'a Part, input: Item<'a>, env: &Env<'a>) -> Outcome<'a> {
        let list = match input.list() {
            Some(list) => list,
            None => List::sequence(vec![input]),
        };
        let mut out = Vec::new();
        if let Kind::Number(number) = predicate.kind {
            match pick(&list, number) {
                Item::Undefined => {}
                item => match item.list() {
                    Some(list) => return Ok(Item::Array(list)),
                    None => out.push(item),
                },
            }
        } else {
            // Lists are far shorter than what a double tells apart.
            let length = list.len() as f64;
            for (index, item) in list.iter().enumerate() {
                let result = if list.tuples {
                    let frame = self.tuple_frame(env, item);
                    self.evaluate(predicate, &item.member("@"), &frame)?
                } else {
                    self.evaluate(predicate, item, env)?
                };
                match positions(&result)? {
                    Some(positions) => {
                        self.spend(positions.len())?;
                        for position in positions {
                            let position = position.floor();
                            let position = if position < 0.0 { length + position } else { position };
                            if position == index as f64 {
                                out.push(item.clone());
                            }
                        }
                    }
                    None if result.holds()? => out.push(item.clone()),
                    None => {}
                }
            }
        }
        let mut out = List::sequence(out);
        out.tuples = list.tuples;
        Ok(Item::Array(out))
    }

    fn sort(&self, terms: &'a [(bool, Part)], input: &List<'a>, env: &Env<'a>) -> Result<List<'a>, Fault> {
        if input.len() <= 1 {
            return Ok(input.clone());
        }
        let term = |part: &'a Part, item: &Item<'a>| {
            if input.tuples {
                self.evaluate(part, &item.member("@"), &self.tuple_frame(env, item))
            } else {
                self.evaluate(part, item, env)
            }
        };
        let sorted = merge_sort(input.to_vec(), &mut |left, right| {
            for (descending, part) in terms {
                let (left, right) = (term(part, left)?, term(part, right)?);
                let order = match (&left, &right) {
                    (Item::Undefined, Item::Undefined) => continue,
                    (Item::Undefined, _) => return Ok(true),
                    (_, Item::Undefined) => return Ok(false),
                    (Item::Number(left), Item::Number(right)) => left.partial_cmp(right),
                    (Item::Text(left), Item::Text(right)) => Some(order_of_texts(left, right)),
                    (Item::Number(_), Item::Text(_)) | (Item::Text(_), Item::Number(_)) => {
                        return Err(Fault::new("T2007").about(&left).and(&right));
                    }
                    _ => return Err(Fault::new("T2008")),
                };
                match order {
                    Some(std::cmp::Ordering::Equal) => {}
                    Some(std::cmp::Ordering::Less) => return Ok(*descending),
                    _ => return Ok(!*descending),
                }
            }
            Ok(false)
        })?;
        self.spend(sorted.len())?;
        Ok(List::plain(sorted))
    }
}

/// Sorts without changing the order of equals; `after` says whether the first of two belongs behind the second.
pub(super) fn merge_sort<'a>(
    mut items: Vec<Item<'a>>,
    after: &mut dyn FnMut(&Item<'a>, &Item<'a>) -> Result<bool, Fault>,
) -> Result<Vec<Item<'a>>, Fault> {
    if items.len() <= 1 {
        return Ok(items);
    }
    let right = items.split_off(items.len() / 2);
    let mut left = merge_sort(items, after)?.into_iter().peekable();
    let mut right = merge_sort(right, after)?.into_iter().peekable();
    let mut out = Vec::with_capacity(left.len() + right.len());
    while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
        let next = if after(first, second)? { right.next() } else { left.next() };
        out.extend(next);
    }
    out.extend(left);
    out.extend(right);
    Ok(out)
}

fn tuple<'a>(members: impl IntoIterator<Item = (Text<'a>, Item<'a>)>) -> Item<'a> {
    Item::object(members.into_iter().collect())
}

/// A tuple with more members, or others.
fn with<'a>(tuple: &Item<'a>, more: impl IntoIterator<Item = (Text<'a>, Item<'a>)>) -> Item<'a> {
    let mut members = tuple.members().map(|members| members.map.clone()).unwrap_or_default();
    members.extend(more);
    Item::object(members)
}

/// The item at a position; negative ones count from the end.
fn pick<'a>(list: &[Item<'a>], position: f64) -> Item<'a> {
    let position = position.floor();
    let position = if position < 0.0 { list.len() as f64 + position } else { position };
    if position < 0.0 || position >= list.len() as f64 {
        return Item::Undefined;
    }
    // It is a whole number within the list.
    list.get(position as usize).cloned().unwrap_or(Item::Undefined)
}

/// The numbers that a predicate gave, if it gave a number or an array of nothing but numbers.
fn positions(result: &Item<'_>) -> Result<Option<Vec<f64>>, Fault> {
    if let Some(number) = result.number()? {
        return Ok(Some(vec![number]));
    }
    let Some(list) = result.list() else { return Ok(None) };
    list.iter().map(|item| item.number()).collect()
}

/// A text as JavaScript walks over one; anything else has nothing to walk over.
fn characters<'a>(item: &Item<'a>) -> Vec<Item<'a>> {
    match item.as_text() {
        Some(text) => text.chars().map(Item::text).collect(),
        None => Vec::new(),
    }
}
