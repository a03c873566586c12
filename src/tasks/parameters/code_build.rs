//! CodeBuild: what a build, or a batch of builds, is given instead of what the project says.
//!
//! Checked against <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuild.html> and
//! <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_StartBuildBatch.html>.

use crate::asl::{Expression, Field};
use crate::iam::Statement;
use crate::reference::{Literal, Reference};
use crate::target::RoleTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

/// An environment variable of a build: its value, or where its value is kept.
///
/// Text, a reference and an expression are values themselves.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = CodeBuildStartBuild::new("site")
///     .environment_variable("ZONE", path("$.zone"))
///     .environment_variable("TOKEN", CodeBuildEnvironmentVariable::secrets_manager("site/token"));
/// # let _ = request;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildEnvironmentVariable {
    pub(super) name: String,
    r#type: &'static str,
    value: Field<String>,
}

impl CodeBuildEnvironmentVariable {
    fn new(r#type: &'static str, value: Field<String>) -> Self {
        CodeBuildEnvironmentVariable { name: String::new(), r#type, value }
    }

    /// With this value, which everyone can see who can see the build.
    pub fn plaintext(value: impl Into<Field<String>>) -> Self {
        Self::new("PLAINTEXT", value.into())
    }

    /// With the value of the parameter of this name in Parameter Store. The project's role has to be permitted to read
    /// it.
    pub fn parameter_store(name: impl Into<Field<String>>) -> Self {
        Self::new("PARAMETER_STORE", name.into())
    }

    /// With the value of a secret: `secret-id:json-key:version-stage:version-id`, all but the first of which may be left
    /// out. The project's role has to be permitted to read it.
    pub fn secrets_manager(secret: impl Into<Field<String>>) -> Self {
        Self::new("SECRETS_MANAGER", secret.into())
    }

    pub(super) fn named(mut self, name: String) -> Self {
        self.name = name;
        self
    }
}

macro_rules! plaintexts {
    ($($t:ty),*) => { $(impl From<$t> for CodeBuildEnvironmentVariable {
        fn from(value: $t) -> Self {
            CodeBuildEnvironmentVariable::plaintext(value)
        }
    })* };
}

plaintexts!(&str, String, Expression, Reference, &Reference);

/// How CodeBuild signs in where a source is kept.
///
/// ```
/// use stepwright::prelude::*;
///
/// let connection = "arn:aws:codeconnections:eu-west-1:123456789012:connection/0d1c2b3a";
/// let auth = CodeBuildSourceAuth::code_connections(connection);
/// # let _ = auth;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildSourceAuth {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Field<String>>,
}

impl CodeBuildSourceAuth {
    /// By the OAuth token that is kept for the account.
    pub fn oauth() -> Self {
        CodeBuildSourceAuth { r#type: "OAUTH", resource: None }
    }

    /// By a connection, by its ARN.
    pub fn code_connections(arn: impl Into<Field<String>>) -> Self {
        CodeBuildSourceAuth { r#type: "CODECONNECTIONS", resource: Some(arn.into()) }
    }

    /// By a secret, by its ARN.
    pub fn secrets_manager(arn: impl Into<Field<String>>) -> Self {
        CodeBuildSourceAuth { r#type: "SECRETS_MANAGER", resource: Some(arn.into()) }
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct GitSubmodulesConfig {
    pub(super) fetch_submodules: Field<bool>,
}

/// What a source provider shows of a build's status.
///
/// ```
/// use stepwright::prelude::*;
///
/// let status = CodeBuildStatusConfig::new().context("nightly").target_url("https://example.com/builds");
/// # let _ = status;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildStatusConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target_url: Option<Field<String>>,
}

impl CodeBuildStatusConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// What the status is called.
        context: Field<String>;
        /// The page that it leads to.
        target_url: Field<String>;
    }
}

/// A source of a build beside the first.
///
/// ```
/// use stepwright::prelude::*;
///
/// let tests = CodeBuildSource::new("tests", "GITHUB").location("https://github.com/example/tests.git");
/// # let _ = tests;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildSource {
    pub(super) source_identifier: Field<String>,
    r#type: Field<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_clone_depth: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    git_submodules_config: Option<GitSubmodulesConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    buildspec: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auth: Option<CodeBuildSourceAuth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report_build_status: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    build_status_config: Option<CodeBuildStatusConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insecure_ssl: Option<Field<bool>>,
}

impl CodeBuildSource {
    /// Under this identifier, of at most 127 letters, digits and underscores; from this kind of provider: `GITHUB`,
    /// `GITHUB_ENTERPRISE`, `GITLAB`, `GITLAB_SELF_MANAGED`, `BITBUCKET`, `CODECOMMIT` or `S3`.
    pub fn new(identifier: impl Into<Field<String>>, provider: impl Into<Field<String>>) -> Self {
        CodeBuildSource {
            source_identifier: identifier.into(),
            r#type: provider.into(),
            location: None,
            git_clone_depth: None,
            git_submodules_config: None,
            buildspec: None,
            auth: None,
            report_build_status: None,
            build_status_config: None,
            insecure_ssl: None,
        }
    }

    setters! {
        /// Where it is: the URL of a repository, or bucket and key in S3.
        location: Field<String>;
        /// How many commits are fetched; by default, or with 0, all of them.
        git_clone_depth: Field<u32>;
        /// The buildspec for it: in line, a path, or the ARN of an object in S3.
        buildspec: Field<String>;
        /// How CodeBuild signs in there.
        auth: CodeBuildSourceAuth;
        /// Whether start and end of the build are reported to the provider. Off by default.
        report_build_status: Field<bool>;
        /// What the provider shows of the build's status.
        build_status_config: CodeBuildStatusConfig;
        /// Whether certificates that cannot be trusted are accepted. Off by default.
        insecure_ssl: Field<bool>;
    }

    /// Whether Git submodules are fetched. Off by default.
    pub fn fetch_submodules(mut self, fetch: impl Into<Field<bool>>) -> Self {
        self.git_submodules_config = Some(GitSubmodulesConfig { fetch_submodules: fetch.into() });
        self
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct ProjectSourceVersion {
    pub(super) source_identifier: Field<String>,
    pub(super) source_version: Field<String>,
}

/// What a build leaves behind, and where.
///
/// ```
/// use stepwright::prelude::*;
///
/// let site = CodeBuildArtifacts::s3("site-123456789012").path("nightly").name("site.zip").zipped();
/// # let _ = site;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildArtifacts {
    pub(super) r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) artifact_identifier: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    packaging: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    override_artifact_name: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encryption_disabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_owner_access: Option<Field<CodeBuildBucketOwnerAccess>>,
}

/// What the owner of a bucket in another account may do with what a build writes there.
///
/// ```
/// use stepwright::prelude::*;
///
/// let site = CodeBuildArtifacts::s3("site").bucket_owner_access(CodeBuildBucketOwnerAccess::Full);
/// # let _ = site;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum CodeBuildBucketOwnerAccess {
    /// Nothing; the default.
    #[serde(rename = "NONE")]
    None,
    /// Read it.
    #[serde(rename = "READ_ONLY")]
    ReadOnly,
    /// Everything.
    #[serde(rename = "FULL")]
    Full,
}

impl Literal for CodeBuildBucketOwnerAccess {}

impl CodeBuildArtifacts {
    fn new(r#type: &'static str) -> Self {
        CodeBuildArtifacts {
            r#type,
            artifact_identifier: None,
            location: None,
            path: None,
            namespace_type: None,
            name: None,
            packaging: None,
            override_artifact_name: None,
            encryption_disabled: None,
            bucket_owner_access: None,
        }
    }

    /// Nothing.
    pub fn none() -> Self {
        Self::new("NO_ARTIFACTS")
    }

    /// What CodePipeline wants. Not beside the first artifacts.
    pub fn code_pipeline() -> Self {
        Self::new("CODEPIPELINE")
    }

    /// Objects in the bucket of this name.
    pub fn s3(bucket: impl Into<Field<String>>) -> Self {
        CodeBuildArtifacts { location: Some(bucket.into()), ..Self::new("S3") }
    }

    setters! {
        /// Their identifier, which artifacts beside the first need.
        artifact_identifier: Field<String>;
        /// The folder in the bucket; by default none.
        path: Field<String>;
        /// The name of the folder or archive.
        name: Field<String>;
        /// Whether a name in the buildspec counts instead. Off by default.
        override_artifact_name: Field<bool>;
        /// Whether they are left unencrypted. Off by default.
        encryption_disabled: Field<bool>;
        /// What the bucket's owner may do with them, where that is another account.
        bucket_owner_access: Field<CodeBuildBucketOwnerAccess>;
    }

    /// Puts the build's id into the path.
    pub fn by_build_id(mut self) -> Self {
        self.namespace_type = Some("BUILD_ID");
        self
    }

    /// As one archive; by default as single files.
    pub fn zipped(mut self) -> Self {
        self.packaging = Some("ZIP");
        self
    }
}

/// What a build keeps for the next one.
///
/// ```
/// use stepwright::prelude::*;
///
/// let local = CodeBuildCache::local([CodeBuildCacheMode::Source, CodeBuildCacheMode::DockerLayer]);
/// let shared = CodeBuildCache::s3("cache-123456789012/site");
/// # let _ = (local, shared);
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildCache {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    modes: Vec<CodeBuildCacheMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_namespace: Option<Field<String>>,
}

/// What is kept on the build host.
///
/// ```
/// use stepwright::prelude::*;
///
/// let cache = CodeBuildCache::local([CodeBuildCacheMode::Custom]);
/// # let _ = cache;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum CodeBuildCacheMode {
    /// Layers of images. Linux and privileged mode only.
    #[serde(rename = "LOCAL_DOCKER_LAYER_CACHE")]
    DockerLayer,
    /// Git metadata of the sources.
    #[serde(rename = "LOCAL_SOURCE_CACHE")]
    Source,
    /// The folders that the buildspec names.
    #[serde(rename = "LOCAL_CUSTOM_CACHE")]
    Custom,
}

impl CodeBuildCache {
    /// Nothing.
    pub fn none() -> Self {
        CodeBuildCache { r#type: "NO_CACHE", location: None, modes: Vec::new(), cache_namespace: None }
    }

    /// In a bucket: its name, and a prefix.
    pub fn s3(location: impl Into<Field<String>>) -> Self {
        CodeBuildCache { r#type: "S3", location: Some(location.into()), ..Self::none() }
    }

    /// On the build host.
    pub fn local(modes: impl IntoIterator<Item = CodeBuildCacheMode>) -> Self {
        CodeBuildCache { r#type: "LOCAL", modes: modes.into_iter().collect(), ..Self::none() }
    }

    setters! {
        /// Under which name several projects share it.
        cache_namespace: Field<String>;
    }
}

/// Where a build's log goes.
///
/// ```
/// use stepwright::prelude::*;
///
/// let logs = CodeBuildLogs::new().cloud_watch("/builds/site", "nightly").s3("logs-123456789012/site");
/// # let _ = logs;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildLogs {
    #[serde(skip_serializing_if = "Option::is_none")]
    cloud_watch_logs: Option<CloudWatchLogs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    s3_logs: Option<S3Logs>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct CloudWatchLogs {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group_name: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_name: Option<Field<String>>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct S3Logs {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) encryption_disabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bucket_owner_access: Option<Field<CodeBuildBucketOwnerAccess>>,
}

impl CodeBuildLogs {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// To a log group of CloudWatch, to streams with this prefix.
    pub fn cloud_watch(
        mut self,
        group: impl Into<Field<String>>,
        stream_prefix: impl Into<Field<String>>,
    ) -> Self {
        self.cloud_watch_logs = Some(CloudWatchLogs {
            status: "ENABLED",
            group_name: Some(group.into()),
            stream_name: Some(stream_prefix.into()),
        });
        self
    }

    /// Not to CloudWatch.
    pub fn without_cloud_watch(mut self) -> Self {
        self.cloud_watch_logs =
            Some(CloudWatchLogs { status: "DISABLED", group_name: None, stream_name: None });
        self
    }

    /// To a bucket: its name or ARN, and a prefix.
    pub fn s3(mut self, location: impl Into<Field<String>>) -> Self {
        let s3 = self.s3_logs.get_or_insert_default();
        s3.status = "ENABLED";
        s3.location = Some(location.into());
        self
    }

    /// Not to S3; the default of a project.
    pub fn without_s3(mut self) -> Self {
        self.s3_logs = Some(S3Logs { status: "DISABLED", ..S3Logs::default() });
        self
    }

    /// Whether the log in S3 is left unencrypted. Off by default.
    pub fn encryption_disabled(mut self, disabled: impl Into<Field<bool>>) -> Self {
        self.enabled_s3().encryption_disabled = Some(disabled.into());
        self
    }

    /// What the owner of the bucket may do with the log, where that is another account.
    pub fn bucket_owner_access(mut self, access: impl Into<Field<CodeBuildBucketOwnerAccess>>) -> Self {
        self.enabled_s3().bucket_owner_access = Some(access.into());
        self
    }

    fn enabled_s3(&mut self) -> &mut S3Logs {
        self.s3_logs.get_or_insert_with(|| S3Logs { status: "ENABLED", ..S3Logs::default() })
    }
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct RegistryCredential {
    pub(super) credential: Field<String>,
    // The only one there is.
    pub(super) credential_provider: &'static str,
}

/// Whose rights an image is pulled by.
///
/// ```
/// use stepwright::prelude::*;
///
/// let request = CodeBuildStartBuild::new("site")
///     .image("123456789012.dkr.ecr.eu-west-1.amazonaws.com/builder:3")
///     .image_pull_credentials(CodeBuildImagePullCredentials::ServiceRole);
/// # let _ = request;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum CodeBuildImagePullCredentials {
    /// By CodeBuild's own, for the images it offers.
    #[serde(rename = "CODEBUILD")]
    CodeBuild,
    /// By the project's role, for images of one's own and from other registries.
    #[serde(rename = "SERVICE_ROLE")]
    ServiceRole,
}

impl Literal for CodeBuildImagePullCredentials {}

/// What holds for a batch of builds as a whole.
///
/// ```
/// use stepwright::prelude::*;
///
/// let config = CodeBuildBatchConfig::new().maximum_builds_allowed(10).timeout_in_minutes(120);
/// # let _ = config;
/// ```
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct CodeBuildBatchConfig {
    #[serde(skip_serializing_if = "Option::is_none")]
    service_role: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    combine_artifacts: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    restrictions: Option<BatchRestrictions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timeout_in_mins: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    batch_report_mode: Option<Field<CodeBuildBatchReportMode>>,
    #[serde(skip)]
    role: Option<RoleTarget>,
}

#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct BatchRestrictions {
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum_builds_allowed: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    compute_types_allowed: Vec<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fleets_allowed: Vec<Field<String>>,
}

/// How the status of a batch is reported to the source's provider.
///
/// ```
/// use stepwright::prelude::*;
///
/// let config = CodeBuildBatchConfig::new().report_mode(CodeBuildBatchReportMode::Individual);
/// # let _ = config;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum CodeBuildBatchReportMode {
    /// Once for all of its builds; the default.
    #[serde(rename = "REPORT_AGGREGATED_BATCH")]
    Aggregated,
    /// For each of its builds.
    #[serde(rename = "REPORT_INDIVIDUAL_BUILDS")]
    Individual,
}

impl Literal for CodeBuildBatchReportMode {}

impl CodeBuildBatchConfig {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    setters! {
        /// Whether the artifacts of all builds are put into one place.
        combine_artifacts: Field<bool>;
    }

    /// The role that CodeBuild starts and stops the batch's builds under. The machine's role may then pass it on.
    pub fn service_role(mut self, role: impl Into<RoleTarget>) -> Self {
        let role = role.into();
        self.service_role = Some(role.arn().clone());
        self.role = Some(role);
        self
    }

    /// The most builds that it may have.
    pub fn maximum_builds_allowed(mut self, most: impl Into<Field<u32>>) -> Self {
        self.restrictions.get_or_insert_default().maximum_builds_allowed = Some(most.into());
        self
    }

    /// Adds a size of build environment that its builds may have; by default any.
    pub fn compute_type_allowed(mut self, compute_type: impl Into<Field<String>>) -> Self {
        self.restrictions.get_or_insert_default().compute_types_allowed.push(compute_type.into());
        self
    }

    /// Adds a fleet that its builds may run on, by its ARN; by default any.
    pub fn fleet_allowed(mut self, arn: impl Into<Field<String>>) -> Self {
        self.restrictions.get_or_insert_default().fleets_allowed.push(arn.into());
        self
    }

    /// How long the whole batch may take, in minutes.
    pub fn timeout_in_minutes(mut self, minutes: impl Into<Field<u32>>) -> Self {
        self.timeout_in_mins = Some(minutes.into());
        self
    }

    /// How its status is reported to the source's provider.
    pub fn report_mode(mut self, mode: impl Into<Field<CodeBuildBatchReportMode>>) -> Self {
        self.batch_report_mode = Some(mode.into());
        self
    }

    /// What handing over the role needs, where one is handed over.
    pub(in crate::tasks) fn pass_statement(&self) -> Option<Statement> {
        Some(self.role.as_ref()?.pass_statement("codebuild.amazonaws.com"))
    }
}
