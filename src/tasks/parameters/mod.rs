//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod batch;
mod ecs;

pub use batch::*;
pub use ecs::*;
