//! The names that a part of an expression sees.

use super::item::{Item, Text};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Names with values, over those of what is around.
pub(super) struct Frame<'a> {
    names: RefCell<Vec<(Text<'a>, Item<'a>)>>,
    outer: Option<Env<'a>>,
    /// How deep frames, and functions in them, are nested.
    nested: Cell<u32>,
}

pub(super) type Env<'a> = Rc<Frame<'a>>;

impl<'a> Frame<'a> {
    pub(super) fn new(outer: Option<&Env<'a>>) -> Env<'a> {
        let nested = outer.map_or(0, |outer| outer.nested.get() + 1);
        Rc::new(Frame { names: RefCell::default(), outer: outer.cloned(), nested: Cell::new(nested) })
    }

    pub(super) fn nested(&self) -> u32 {
        self.nested.get()
    }

    /// Gives a name a value. True if a function was bound, which may refer back to this frame.
    pub(super) fn bind(&self, name: Text<'a>, value: Item<'a>) -> bool {
        self.nested.set(self.nested.get().max(value.nested()));
        let is_function = matches!(value, Item::Function(_));
        let mut names = self.names.borrow_mut();
        // The old value is dropped after the names are free again: its end may look at this frame.
        let old = match names.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => Some(std::mem::replace(known, value)),
            None => {
                names.push((name, value));
                None
            }
        };
        drop(names);
        drop(old);
        is_function
    }

    pub(super) fn lookup(&self, name: &str) -> Option<Item<'a>> {
        let mut frame = self;
        loop {
            if let Some((_, value)) = frame.names.borrow().iter().find(|(known, _)| &**known == name) {
                return Some(value.clone());
            }
            frame = frame.outer.as_deref()?;
        }
    }

    /// Forgets everything, so that functions which refer to their own frame are freed.
    pub(super) fn clear(&self) {
        let names = std::mem::take(&mut *self.names.borrow_mut());
        drop(names);
    }
}
