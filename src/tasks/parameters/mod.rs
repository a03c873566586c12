//! Parameters that have a shape of their own, one file per service: what several APIs of it take, or what one takes
//! that would hide the request among its details.

mod api_gateway;
mod ecs;
mod eks;
mod http;
mod scheduler;

pub use api_gateway::*;
pub use ecs::*;
pub use eks::*;
pub use http::*;
pub use scheduler::*;
