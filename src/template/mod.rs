//! CloudFormation and SAM as data: resources by namespace, under CloudFormation's own names.
//!
//! A resource is a struct with chained setters; required properties go into `new`. Each property takes a literal
//! or a reference. Added to a stack, a resource is known by its [`Handle`](crate::reference::Handle), which has
//! one method per attribute.
//!
//! ```
//! use stepwright::template::{Resource, sqs};
//!
//! let queue = sqs::Queue::new().visibility_timeout(60);
//! assert_eq!(queue.type_name(), "AWS::SQS::Queue");
//! assert_eq!(queue.properties(), serde_json::json!({"VisibilityTimeout": 60}));
//! assert!(queue.findings().is_empty());
//! ```
//!
//! The types here are those that workflows commonly meet. [`Generic`] is any other.

mod conveniences;
mod declare;
mod document;
mod fields;
mod generic;
pub mod parts;
mod resource;
mod resources;
mod schema;
mod scope;
mod tag;
mod yaml;

pub use conveniences::AttributeType;
pub use declare::{Equation, Output, Parameter, equals, holds};
pub use document::Template;
pub use generic::Generic;
pub use resource::Resource;
pub use resources::*;
pub use schema::{Fact, Kind, Schema, Shape, Tags, check};
pub use scope::{Attributes, DeletionPolicy, Part, PublishedVersion, Scope};
pub(crate) use scope::{Body, Entry, Plain, Serverless};
pub use tag::Tag;
pub use yaml::{to_yaml, write_yaml};
