//! The stacks of this repository.

use stepwright::cli::NamedStack;

/// Every stack, by its folder below `synth.out`.
pub const STACKS: &[NamedStack] = &[];
