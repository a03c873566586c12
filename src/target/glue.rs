//! Jobs and crawlers of Glue, and jobs of Glue DataBrew.

use super::Scope;
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Property, Reference};
use crate::template::{Parameter, databrew, glue};

macro_rules! by_name {
    ($(
        $(#[$doc:meta])*
        $target:ident, $resource:ty, $service:literal, $kind:literal;
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $target {
            name: Field<String>,
            scope: Scope,
            handle: Option<Handle<$resource>>,
        }

        impl $target {
            fn arn(name: impl Into<crate::reference::Piece>) -> Reference {
                arn($service, concat!($kind, "/{}"), [name])
            }

            /// What a request names it by: its name.
            pub fn name(&self) -> &Field<String> {
                &self.name
            }

            /// What a policy names it by.
            pub fn scope(&self) -> &Scope {
                &self.scope
            }

            /// The resource of the stack that it was made from.
            pub fn resource(&self) -> Option<&$resource> {
                self.handle.as_ref().map(Handle::resource)
            }

            /// The only ones it may be, by their ARNs, where it is decided at run time.
            pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
                self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
                self
            }

            /// The ARNs for a policy: of every one of this account and region where it is decided at run time.
            pub fn arns(&self) -> Vec<Property<String>> {
                self.scope.resources(Self::arn("*"))
            }
        }

        impl From<&str> for $target {
            fn from(text: &str) -> Self {
                match text.starts_with("arn:").then(|| text.split_once('/')).flatten() {
                    Some((_, name)) => $target { name: name.into(), scope: Scope::one(text), handle: None },
                    None => $target { name: text.into(), scope: Scope::one(Self::arn(text)), handle: None },
                }
            }
        }

        impl From<Reference> for $target {
            /// A reference whose value is the name.
            fn from(name: Reference) -> Self {
                $target { scope: Scope::one(Self::arn(&name)), name: name.into(), handle: None }
            }
        }

        impl From<&Reference> for $target {
            fn from(name: &Reference) -> Self {
                name.clone().into()
            }
        }

        impl From<&Handle<Parameter>> for $target {
            /// A parameter whose value is the name.
            fn from(name: &Handle<Parameter>) -> Self {
                name.reference().into()
            }
        }

        impl From<Expression> for $target {
            /// An expression that gives the name.
            fn from(name: Expression) -> Self {
                let (name, scope) = super::decided(name);
                $target { name, scope, handle: None }
            }
        }

        impl From<&Handle<$resource>> for $target {
            /// By its name, which is its `Ref`.
            fn from(handle: &Handle<$resource>) -> Self {
                $target { handle: Some(handle.clone()), ..handle.reference().into() }
            }
        }
    )* };
}

by_name! {
    /// A Glue job.
    ///
    /// Made from a handle, the name of a job of this account and region, an ARN, a reference or parameter whose value
    /// is the name, or an expression that gives it.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let nightly = GlueJobTarget::from("nightly-load");
    /// let either = GlueJobTarget::from(path("$.job"))
    ///     .among([arn("glue", "job/load-*", [""; 0])]);
    /// # let _ = (nightly, either);
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html>.
    GlueJobTarget, glue::Job, "glue", "job";

    /// A Glue crawler.
    ///
    /// Made from a handle, the name of a crawler of this account and region, an ARN, a reference or parameter whose
    /// value is the name, or an expression that gives it.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let crawler = GlueCrawlerTarget::from("orders");
    /// # let _ = crawler;
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html>.
    GlueCrawlerTarget, glue::Crawler, "glue", "crawler";

    /// A job of Glue DataBrew.
    ///
    /// Made from a handle, the name of a job of this account and region, an ARN, a reference or parameter whose value
    /// is the name, or an expression that gives it.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let job = DataBrewJobTarget::from("clean-orders");
    /// # let _ = job;
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsgluedatabrew.html>.
    DataBrewJobTarget, databrew::Job, "databrew", "job";
}
