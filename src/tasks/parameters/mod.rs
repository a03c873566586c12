//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod athena;
mod ecs;
mod media_convert;

pub use athena::*;
pub use ecs::*;
pub use media_convert::*;
