//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod ecs;
pub(in crate::tasks) mod emr;

pub use ecs::*;
pub use emr::*;
