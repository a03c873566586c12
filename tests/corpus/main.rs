//! Against the recordings of AWS: `cargo test --test corpus -- --nocapture` prints a line for each kind of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a case that cannot be read is a failure")]

mod asl;
mod cases;
mod jsonata;
mod query;
#[cfg(feature = "run")]
mod run;
#[cfg(all(feature = "run", feature = "sdk"))]
mod test_state;
mod validation;
