//! CodeBuild: projects, builds and reports.

use super::{Ids, Scope};
use crate::asl::{Expression, Field};
use crate::iam::arn;
use crate::reference::{Handle, Piece, Property, Reference};
use crate::template::{Parameter, codebuild};

/// A project of CodeBuild.
///
/// Made from a handle, an ARN or the name of a project of this account and region, a reference or parameter whose value
/// is a name, or an expression that gives a name or an ARN.
///
/// ```
/// use stepwright::prelude::*;
///
/// let project = ProjectTarget::from("site");
/// # let _ = project;
/// ```
#[derive(Clone, Debug)]
pub struct ProjectTarget {
    name: Field<String>,
    scope: Scope,
}

impl ProjectTarget {
    /// What a request names it by.
    pub fn name(&self) -> &Field<String> {
        &self.name
    }

    /// What a policy names it by.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The only projects it may be, by their ARNs, where it is decided at run time.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.scope = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every project of this account and region where it is decided at run time.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.scope.resources(arn("codebuild", "project/*", [""; 0]))
    }
}

impl From<&str> for ProjectTarget {
    fn from(text: &str) -> Self {
        let (name, scope) = super::named(text, |name| arn("codebuild", "project/{}", [name]));
        ProjectTarget { name, scope }
    }
}

impl From<Reference> for ProjectTarget {
    /// A reference whose value is the project's name; the attribute `Arn` of a project fits as well.
    fn from(name: Reference) -> Self {
        let scope = match &name {
            Reference::Attribute(_, attribute) if &**attribute == "Arn" => Scope::one(&name),
            _ => Scope::one(arn("codebuild", "project/{}", [&name])),
        };
        ProjectTarget { name: name.into(), scope }
    }
}

impl From<&Reference> for ProjectTarget {
    fn from(name: &Reference) -> Self {
        name.clone().into()
    }
}

impl From<&Handle<Parameter>> for ProjectTarget {
    /// A parameter whose value is the project's name.
    fn from(name: &Handle<Parameter>) -> Self {
        name.reference().into()
    }
}

impl From<Expression> for ProjectTarget {
    fn from(expression: Expression) -> Self {
        let (name, scope) = super::decided(expression);
        ProjectTarget { name, scope }
    }
}

impl From<&Handle<codebuild::Project>> for ProjectTarget {
    /// By its name, which is its `Ref`.
    fn from(project: &Handle<codebuild::Project>) -> Self {
        ProjectTarget { name: project.reference().into(), scope: Scope::one(project.arn()) }
    }
}

/// The project that a build's id or ARN names: `site:0d1c…`, `arn:…:build/site:0d1c…`.
fn project_of(build: &str) -> Option<Property<String>> {
    let (id, path) = match build.rsplit_once('/') {
        Some((path, id)) => (id, Some(path)),
        None => (build, None),
    };
    let (project, _) = id.split_once(':')?;
    Some(match path {
        // `arn:aws:codebuild:eu-west-1:123456789012:build`: all but the last part stays.
        Some(path) => format!("{}:project/{project}", path.rsplit_once(':')?.0).into(),
        None => arn("codebuild", "project/{}", [project]).into(),
    })
}

/// A build of CodeBuild, or a batch of builds.
///
/// Made from an id or ARN, or an expression that gives one. A policy names builds by their project: an id that is
/// written down shows it, of another it is said by [`of`](Self::of).
///
/// ```
/// use stepwright::prelude::*;
///
/// let build = BuildTarget::from(path("$.Build.Id")).of("site");
/// # let _ = build;
/// ```
#[derive(Clone, Debug)]
pub struct BuildTarget {
    id: Field<String>,
    projects: Scope,
}

impl BuildTarget {
    /// What a request names it by.
    pub fn id(&self) -> &Field<String> {
        &self.id
    }

    /// What a policy names it by: the ARNs of projects.
    pub fn scope(&self) -> &Scope {
        &self.projects
    }

    /// Says which project it is a build of; said again, one of these projects.
    pub fn of(mut self, project: impl Into<ProjectTarget>) -> Self {
        self.projects = joined(self.projects, project.into().arns());
        self
    }

    /// The only projects it may be a build of, by their ARNs.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.projects = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every project of this account and region where that cannot be known.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.projects.resources(arn("codebuild", "project/*", [""; 0]))
    }
}

/// What was known, and these.
fn joined(scope: Scope, more: Vec<Property<String>>) -> Scope {
    let mut all = match scope {
        Scope::Known(all) => all,
        Scope::Dynamic => Vec::new(),
    };
    for arn in more {
        if !all.contains(&arn) {
            all.push(arn);
        }
    }
    Scope::Known(all)
}

impl From<&str> for BuildTarget {
    fn from(id: &str) -> Self {
        let projects = project_of(id).map_or(Scope::Dynamic, Scope::one);
        BuildTarget { id: id.into(), projects }
    }
}

impl From<Reference> for BuildTarget {
    /// A reference whose value is an id or ARN.
    fn from(id: Reference) -> Self {
        BuildTarget { id: id.into(), projects: Scope::Dynamic }
    }
}

impl From<&Handle<Parameter>> for BuildTarget {
    /// A parameter whose value is an id or ARN.
    fn from(id: &Handle<Parameter>) -> Self {
        id.reference().into()
    }
}

impl From<Expression> for BuildTarget {
    fn from(id: Expression) -> Self {
        let (id, projects) = super::decided(id);
        BuildTarget { id, projects }
    }
}

/// Several builds of CodeBuild.
///
/// Made from ids or ARNs, from [`BuildTarget`]s, or from an expression that gives a list of ids.
///
/// ```
/// use stepwright::prelude::*;
///
/// let builds = BuildsTarget::from(path("$.Build..Arn")).of("site");
/// # let _ = builds;
/// ```
#[derive(Clone, Debug)]
pub struct BuildsTarget {
    ids: Ids,
    projects: Scope,
}

impl BuildsTarget {
    /// What a request names them by.
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// What a policy names them by: the ARNs of projects.
    pub fn scope(&self) -> &Scope {
        &self.projects
    }

    /// Says which project they are builds of; said again, of one of these projects.
    pub fn of(mut self, project: impl Into<ProjectTarget>) -> Self {
        self.projects = joined(self.projects, project.into().arns());
        self
    }

    /// The only projects they may be builds of, by their ARNs.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.projects = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every project of this account and region where that cannot be known.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.projects.resources(arn("codebuild", "project/*", [""; 0]))
    }
}

impl From<Vec<BuildTarget>> for BuildsTarget {
    fn from(builds: Vec<BuildTarget>) -> Self {
        let known = builds.iter().all(|build| matches!(build.projects, Scope::Known(_)));
        let projects = if known {
            builds.iter().fold(Scope::Known(Vec::new()), |all, build| joined(all, build.arns()))
        } else {
            Scope::Dynamic
        };
        BuildsTarget { ids: Ids::Listed(builds.into_iter().map(|build| build.id).collect()), projects }
    }
}

impl<const N: usize> From<[BuildTarget; N]> for BuildsTarget {
    fn from(builds: [BuildTarget; N]) -> Self {
        Vec::from(builds).into()
    }
}

impl<const N: usize> From<[&str; N]> for BuildsTarget {
    fn from(ids: [&str; N]) -> Self {
        ids.into_iter().map(BuildTarget::from).collect::<Vec<_>>().into()
    }
}

impl From<Expression> for BuildsTarget {
    fn from(ids: Expression) -> Self {
        BuildsTarget { ids: Ids::Expression(ids), projects: Scope::Dynamic }
    }
}

/// Reports of CodeBuild, by their ARNs.
///
/// Made from ARNs, or from an expression that gives a list of them. A policy names reports by their group: an ARN that
/// is written down shows it, of others it is said by [`of_group`](Self::of_group).
///
/// ```
/// use stepwright::prelude::*;
///
/// let reports = ReportsTarget::from(path("$.Build.ReportArns")).of_group("site-tests");
/// # let _ = reports;
/// ```
#[derive(Clone, Debug)]
pub struct ReportsTarget {
    arns: Ids,
    groups: Scope,
}

impl ReportsTarget {
    /// What a request names them by.
    pub fn ids(&self) -> &Ids {
        &self.arns
    }

    /// What a policy names them by: the ARNs of report groups.
    pub fn scope(&self) -> &Scope {
        &self.groups
    }

    /// Says which group they are of, by its ARN or its name, which is the project's name, `-` and the name in the
    /// buildspec where the buildspec makes it; said again, of one of these groups. A `*` stands for any text.
    pub fn of_group(mut self, group: impl Into<Property<String>>) -> Self {
        let group = match group.into() {
            Property::Literal(name) if !name.starts_with("arn:") => {
                arn("codebuild", "report-group/{}", [name]).into()
            }
            Property::Reference(name @ Reference::Text(_)) if !begins_as_arn(&name) => {
                arn("codebuild", "report-group/{}", [Piece::from(name)]).into()
            }
            arn => arn,
        };
        self.groups = joined(self.groups, vec![group]);
        self
    }

    /// The only groups they may be of, by their ARNs.
    pub fn among<P: Into<Property<String>>>(mut self, arns: impl IntoIterator<Item = P>) -> Self {
        self.groups = Scope::Known(arns.into_iter().map(Into::into).collect());
        self
    }

    /// The ARNs for a policy: of every report group of this account and region where that cannot be known.
    pub fn arns(&self) -> Vec<Property<String>> {
        self.groups.resources(arn("codebuild", "report-group/*", [""; 0]))
    }
}

/// Whether text with references in it begins with `arn:`.
fn begins_as_arn(text: &Reference) -> bool {
    let Reference::Text(pieces) = text else { return false };
    matches!(pieces.first(), Some(Piece::Text(text)) if text.starts_with("arn:"))
}

/// The group that a report's ARN names: `arn:…:report/site-tests:0d1c…`.
fn group_of(report: &str) -> Option<Property<String>> {
    let (path, id) = report.split_once(":report/")?;
    let (group, _) = id.split_once(':')?;
    Some(format!("{path}:report-group/{group}").into())
}

impl<const N: usize> From<[&str; N]> for ReportsTarget {
    fn from(arns: [&str; N]) -> Self {
        let groups: Option<Vec<_>> = arns.iter().map(|arn| group_of(arn)).collect();
        let groups = match groups {
            Some(groups) => joined(Scope::Dynamic, groups),
            None => Scope::Dynamic,
        };
        ReportsTarget { arns: Ids::from(arns), groups }
    }
}

impl From<Expression> for ReportsTarget {
    fn from(arns: Expression) -> Self {
        ReportsTarget { arns: Ids::Expression(arns), groups: Scope::Dynamic }
    }
}
