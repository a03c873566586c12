//! Stack for what recurses.

/// Of data that is nested as deep as data may be: how much has to be left, and how much is taken where it is not. Without
/// optimization frames are far larger.
const DATA: (usize, usize) = if cfg!(debug_assertions) { (6 << 20, 16 << 20) } else { (1 << 20, 4 << 20) };

/// Of one part of an expression.
const PART: (usize, usize) = if cfg!(debug_assertions) { (512 << 10, 8 << 20) } else { (128 << 10, 2 << 20) };

/// Calls what goes through data, each level of which takes its share of the stack: there is enough of it for as many
/// levels as a run lets data have, whatever thread this is.
pub(crate) fn with_stack_for_data<T>(call: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(DATA.0, DATA.1, call)
}

/// Calls what evaluates one part of an expression.
pub(super) fn with_stack_for_part<T>(call: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(PART.0, PART.1, call)
}
