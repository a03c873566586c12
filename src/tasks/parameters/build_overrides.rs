//! What a single build of CodeBuild and a batch of builds are given alike, instead of what the project says.

use super::{
    CodeBuildArtifacts, CodeBuildCache, CodeBuildEnvironmentVariable, CodeBuildImagePullCredentials,
    CodeBuildLogs, CodeBuildSource, CodeBuildSourceAuth, GitSubmodulesConfig, ProjectSourceVersion,
    RegistryCredential,
};
use crate::asl::Field;
use crate::diagnostic::Diagnostic;
use crate::iam::Statement;
use crate::target::RoleTarget;
use crate::task::limits;
use schemars::JsonSchema;
use serde::Serialize;

/// What a single build and a batch are given alike.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub(in crate::tasks) struct BuildOverrides {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) source_version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) source_type_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) source_location_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) source_auth_override: Option<CodeBuildSourceAuth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) git_clone_depth_override: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) git_submodules_config_override: Option<GitSubmodulesConfig>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) insecure_ssl_override: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) secondary_sources_override: Vec<CodeBuildSource>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) secondary_sources_version_override: Vec<ProjectSourceVersion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) buildspec_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) environment_variables_override: Vec<CodeBuildEnvironmentVariable>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) environment_type_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) image_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) image_pull_credentials_type_override: Option<Field<CodeBuildImagePullCredentials>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) registry_credential_override: Option<RegistryCredential>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) compute_type_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) certificate_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) privileged_mode_override: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) service_role_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) artifacts_override: Option<CodeBuildArtifacts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::tasks) secondary_artifacts_override: Vec<CodeBuildArtifacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) cache_override: Option<CodeBuildCache>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) logs_config_override: Option<CodeBuildLogs>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) encryption_key_override: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) queued_timeout_in_minutes_override: Option<Field<u32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) debug_session_enabled: Option<Field<bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) idempotency_token: Option<Field<String>>,
    #[serde(skip)]
    role: Option<RoleTarget>,
}

/// The setters of what a single build and a batch are given alike.
macro_rules! build_overrides {
    ($name:ident: $(#[doc = $doc:literal] $setter:ident: $t:ty => $field:ident;)*) => {
        impl $name {
            $(
                #[doc = $doc]
                pub fn $setter(mut self, value: impl Into<$t>) -> Self {
                    self.overrides.$field = Some(value.into());
                    self
                }
            )*
        }
    };
    ($name:ident) => {
        $crate::tasks::parameters::build_overrides! { $name:
            #[doc = "The version of the source: a commit, branch or tag, or the version of an object in S3; by default the latest."]
            source_version: Field<String> => source_version;
            #[doc = "Overrides the kind of source provider: `GITHUB`, `S3`, `NO_SOURCE`."]
            source_type: Field<String> => source_type_override;
            #[doc = "Overrides where the source is."]
            source_location: Field<String> => source_location_override;
            #[doc = "Overrides how CodeBuild signs in where the source is."]
            source_auth: CodeBuildSourceAuth => source_auth_override;
            #[doc = "Overrides how many commits are fetched; 0 means all of them."]
            git_clone_depth: Field<u32> => git_clone_depth_override;
            #[doc = "Overrides whether certificates that cannot be trusted are accepted. GitHub Enterprise only."]
            insecure_ssl: Field<bool> => insecure_ssl_override;
            #[doc = "Overrides the buildspec: in line, a path, or the ARN of an object in S3. Whoever chooses it chooses what is run under the project's role."]
            buildspec: Field<String> => buildspec_override;
            #[doc = "Overrides the kind of build environment: `LINUX_CONTAINER`, `ARM_CONTAINER`, `LINUX_LAMBDA_CONTAINER`."]
            environment_type: Field<String> => environment_type_override;
            #[doc = "Overrides the image."]
            image: Field<String> => image_override;
            #[doc = "Overrides whose rights the image is pulled by."]
            image_pull_credentials: Field<CodeBuildImagePullCredentials> => image_pull_credentials_type_override;
            #[doc = "Overrides the size of the build environment: `BUILD_GENERAL1_SMALL`, `BUILD_LAMBDA_2GB`."]
            compute_type: Field<String> => compute_type_override;
            #[doc = "Overrides the certificate: the ARN of an object in S3."]
            certificate: Field<String> => certificate_override;
            #[doc = "Overrides whether the build may run a Docker daemon."]
            privileged_mode: Field<bool> => privileged_mode_override;
            #[doc = "Overrides what is left behind, and where."]
            artifacts: CodeBuildArtifacts => artifacts_override;
            #[doc = "Overrides what is kept for the next build."]
            cache: CodeBuildCache => cache_override;
            #[doc = "Overrides where the log goes."]
            logs: CodeBuildLogs => logs_config_override;
            #[doc = "Overrides the key that artifacts are encrypted with: an ARN or `alias/…`. The project's role has to be permitted to use it."]
            encryption_key: Field<String> => encryption_key_override;
            #[doc = "Overrides how long it may wait for its turn, 5 to 480 minutes."]
            queued_timeout_in_minutes: Field<u32> => queued_timeout_in_minutes_override;
            #[doc = "Lets an operator open a shell in the running build. Off by default."]
            debug_session: Field<bool> => debug_session_enabled;
            #[doc = "The same token within five minutes starts it once only."]
            idempotency_token: Field<String> => idempotency_token;
        }

        impl $name {
            /// Sets an environment variable: text, a reference or an expression, or where the value is kept. Said
            /// twice, the latter replaces the former.
            pub fn environment_variable(
                mut self,
                name: impl Into<String>,
                value: impl Into<CodeBuildEnvironmentVariable>,
            ) -> Self {
                self.overrides.set_variable(name.into(), value.into());
                self
            }

            /// Overrides whether Git submodules are fetched.
            pub fn fetch_submodules(mut self, fetch: impl Into<Field<bool>>) -> Self {
                self.overrides.fetch_submodules(fetch.into());
                self
            }

            /// Overrides the sources beside the first; at most 12.
            pub fn secondary_source(mut self, source: CodeBuildSource) -> Self {
                self.overrides.add_source(source);
                self
            }

            /// The version of a source beside the first, by its identifier; at most 12.
            pub fn secondary_source_version(
                mut self,
                identifier: impl Into<Field<String>>,
                version: impl Into<Field<String>>,
            ) -> Self {
                self.overrides.add_source_version(identifier.into(), version.into());
                self
            }

            /// Overrides the artifacts beside the first; at most 12.
            pub fn secondary_artifacts(mut self, artifacts: CodeBuildArtifacts) -> Self {
                self.overrides.add_artifacts(artifacts);
                self
            }

            /// Signs in to the image's registry by a secret, by its name or ARN. The image is then pulled by the rights of
            /// the project's role.
            pub fn registry_credential(mut self, secret: impl Into<Field<String>>) -> Self {
                self.overrides.sign_in(secret.into());
                self
            }

            /// Overrides the role that it runs under. The machine's role may then pass it on.
            pub fn service_role(mut self, role: impl Into<RoleTarget>) -> Self {
                self.overrides.run_under(role.into());
                self
            }

            /// A parameter that has no setter here, by its name in the API.
            pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
                self.more.insert(name.into(), value.into().into_json());
                self
            }
        }
    };
}

pub(in crate::tasks) use build_overrides;

/// The most sources or artifacts beside the first.
const MOST_SECONDARY: usize = 12;

impl BuildOverrides {
    pub(in crate::tasks) fn set_variable(&mut self, name: String, value: CodeBuildEnvironmentVariable) {
        let variables = &mut self.environment_variables_override;
        let variable = value.named(name);
        match variables.iter_mut().find(|have| have.name == variable.name) {
            Some(have) => *have = variable,
            None => variables.push(variable),
        }
    }

    pub(in crate::tasks) fn fetch_submodules(&mut self, fetch_submodules: Field<bool>) {
        self.git_submodules_config_override = Some(GitSubmodulesConfig { fetch_submodules });
    }

    pub(in crate::tasks) fn add_source(&mut self, source: CodeBuildSource) {
        self.secondary_sources_override.push(source);
    }

    pub(in crate::tasks) fn add_source_version(
        &mut self,
        source_identifier: Field<String>,
        source_version: Field<String>,
    ) {
        let version = ProjectSourceVersion { source_identifier, source_version };
        self.secondary_sources_version_override.push(version);
    }

    pub(in crate::tasks) fn add_artifacts(&mut self, artifacts: CodeBuildArtifacts) {
        self.secondary_artifacts_override.push(artifacts);
    }

    pub(in crate::tasks) fn sign_in(&mut self, credential: Field<String>) {
        self.registry_credential_override =
            Some(RegistryCredential { credential, credential_provider: "SECRETS_MANAGER" });
    }

    pub(in crate::tasks) fn run_under(&mut self, role: RoleTarget) {
        self.service_role_override = Some(role.arn().clone());
        self.role = Some(role);
    }

    /// What handing over the role needs, where one is handed over.
    pub(in crate::tasks) fn pass_statement(&self) -> Option<Statement> {
        Some(self.role.as_ref()?.pass_statement("codebuild.amazonaws.com"))
    }

    pub(in crate::tasks) fn findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let queued = self.queued_timeout_in_minutes_override.as_ref();
        let name = "QueuedTimeoutInMinutesOverride";
        out.extend(limits::range(name, queued, 5..=480));
        for (what, name, count) in [
            ("secondary sources", "SecondarySourcesOverride", self.secondary_sources_override.len()),
            (
                "versions of secondary sources",
                "SecondarySourcesVersionOverride",
                self.secondary_sources_version_override.len(),
            ),
            ("secondary artifacts", "SecondaryArtifactsOverride", self.secondary_artifacts_override.len()),
        ] {
            out.extend(limits::items(what, count, MOST_SECONDARY, format!("/Parameters/{name}")));
        }
        for (index, source) in self.secondary_sources_override.iter().enumerate() {
            let at = format!("/Parameters/SecondarySourcesOverride/{index}/SourceIdentifier");
            check_identifier(&mut out, &source.source_identifier, at);
        }
        if let Some(artifacts) = &self.artifacts_override {
            check_artifacts(&mut out, artifacts, "/Parameters/ArtifactsOverride");
        }
        for (index, artifacts) in self.secondary_artifacts_override.iter().enumerate() {
            let at = format!("/Parameters/SecondaryArtifactsOverride/{index}");
            check_artifacts(&mut out, artifacts, &at);
            if artifacts.r#type == "CODEPIPELINE" {
                let message = "`Type` is `CODEPIPELINE`, which only the first artifacts can be";
                out.push(
                    Diagnostic::error("value-not-allowed", message)
                        .pointer(format!("{at}/Type"))
                        .help("put them into S3"),
                );
            }
            if artifacts.artifact_identifier.is_none() {
                let message = "artifacts beside the first need an `ArtifactIdentifier`";
                out.push(
                    Diagnostic::error("missing-parameter", message)
                        .pointer(at)
                        .help("say `artifact_identifier(…)`"),
                );
            }
        }
        let by_code_build = matches!(
            self.image_pull_credentials_type_override,
            Some(Field::Literal(CodeBuildImagePullCredentials::CodeBuild))
        );
        if by_code_build && self.registry_credential_override.is_some() {
            let message = "`RegistryCredentialOverride` is said, and the image is pulled by `CODEBUILD`, which does not use it";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/ImagePullCredentialsTypeOverride")
                    .help("pull the image by `SERVICE_ROLE`, or leave `registry_credential` out"),
            );
        }
        for (index, variable) in self.environment_variables_override.iter().enumerate() {
            let at = format!("/Parameters/EnvironmentVariablesOverride/{index}/Name");
            let name = &variable.name;
            if name.is_empty() {
                let message = "an environment variable has no name";
                out.push(Diagnostic::error("too-short", message).pointer(at));
            } else if name.starts_with("CODEBUILD_") {
                let message = format!("the environment variable `{name}` is for CodeBuild to set");
                out.push(
                    Diagnostic::error("reserved-variable", message)
                        .pointer(at)
                        .help("names that begin with `CODEBUILD_` are reserved: choose another one"),
                );
            }
        }
        out
    }
}

fn check_identifier(out: &mut Vec<Diagnostic>, identifier: &Field<String>, at: String) {
    let Field::Literal(identifier) = identifier else { return };
    out.extend(limits::text("the identifier of a source", identifier, 1..=127, at.as_str()));
    if !identifier.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        let message = format!("the identifier `{identifier}` has more than letters, digits and underscores");
        out.push(Diagnostic::error("malformed-name", message).pointer(at));
    }
}

fn check_artifacts(out: &mut Vec<Diagnostic>, artifacts: &CodeBuildArtifacts, at: &str) {
    if artifacts.r#type != "S3" && artifacts.encryption_disabled.is_some() {
        let message = "`EncryptionDisabled` is for artifacts of type `S3` only";
        out.push(
            Diagnostic::error("conflicting-parameters", message)
                .pointer(format!("{at}/EncryptionDisabled"))
                .help("leave `encryption_disabled` out"),
        );
    }
}
