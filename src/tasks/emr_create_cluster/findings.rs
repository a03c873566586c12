//! What is wrong with a cluster, as far as it can be known before it is created.

use super::super::parameters::EmrKerberosAttributes;
use super::super::parameters::emr::{outside, too_long};
use super::EmrCreateCluster;
use crate::asl::Field;
use crate::diagnostic::Diagnostic;

/// The most bootstrap actions that a cluster may have.
const MOST_BOOTSTRAP_ACTIONS: usize = 16;

impl EmrCreateCluster {
    pub(super) fn all_findings(&self) -> Vec<Diagnostic> {
        let mut out = self.instances.findings();
        out.extend(self.release_findings());
        out.extend(self.range_findings());
        out.extend(self.role_findings());
        out.extend(self.company_findings());
        if let Some(policy) = &self.managed_scaling_policy {
            let fleets = self.instances.is_of_fleets();
            out.extend(policy.findings(fleets, "/Parameters/ManagedScalingPolicy"));
        }
        out
    }

    /// The release, where it is written down: `(7, 5, 0)`.
    fn release(&self) -> Option<(u32, u32, u32)> {
        let mut parts = self.release_label.as_ref()?.literal()?.strip_prefix("emr-")?.split('.');
        let mut next = || parts.next()?.parse().ok();
        let release = (next()?, next()?, next()?);
        parts.next().is_none().then_some(release)
    }

    /// A finding where a parameter that is said needs a later release.
    fn needs_release(&self, said: bool, name: &str, least: (u32, u32, u32)) -> Option<Diagnostic> {
        // What came with 5.30 came to the sixth line with 6.1.
        let too_early = |release: (u32, u32, u32)| {
            release < least || least == (5, 30, 0) && (release.0, release.1) == (6, 0)
        };
        let (major, minor, patch) = self.release().filter(|release| said && too_early(*release))?;
        let message = format!("`{name}` is not in release {major}.{minor}.{patch}");
        let help = format!("it is from {}.{}.{} on", least.0, least.1, least.2);
        Some(Diagnostic::error("wrong-release", message).pointer(format!("/Parameters/{name}")).help(help))
    }

    fn release_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        if let Some(Field::Literal(label)) = &self.release_label
            && self.release().is_none()
        {
            let message = format!("the release label `{label}` is not of the form `emr-x.y.z`");
            out.push(
                Diagnostic::warning("malformed-release-label", message)
                    .pointer("/Parameters/ReleaseLabel")
                    .help("write it like `emr-7.5.0`"),
            );
        }
        let iops = self.ebs_root_volume_iops.is_some();
        let throughput = self.ebs_root_volume_throughput.is_some();
        let concurrent = self.step_concurrency_level.is_some();
        let encrypted = self.log_encryption_kms_key_id.is_some();
        let idle = self.auto_termination_policy.is_some();
        out.extend(self.needs_release(concurrent, "StepConcurrencyLevel", (5, 28, 0)));
        out.extend(self.needs_release(iops, "EbsRootVolumeIops", (6, 15, 0)));
        out.extend(self.needs_release(throughput, "EbsRootVolumeThroughput", (6, 15, 0)));
        out.extend(self.needs_release(encrypted, "LogEncryptionKmsKeyId", (5, 30, 0)));
        out.extend(self.needs_release(idle, "AutoTerminationPolicy", (5, 30, 0)));
        let managed = self.managed_scaling_policy.is_some();
        out.extend(self.needs_release(managed, "ManagedScalingPolicy", (5, 30, 0)));
        out.extend(self.needs_release(self.custom_ami_id.is_some(), "CustomAmiId", (5, 7, 0)));
        out
    }

    fn range_findings(&self) -> Vec<Diagnostic> {
        let at = |name: &str| format!("/Parameters/{name}");
        let ranges = [
            ("StepConcurrencyLevel", &self.step_concurrency_level, 1..=256),
            ("EbsRootVolumeSize", &self.ebs_root_volume_size, 15..=100),
            ("EbsRootVolumeIops", &self.ebs_root_volume_iops, 3_000..=16_000),
            ("EbsRootVolumeThroughput", &self.ebs_root_volume_throughput, 125..=1_000),
        ];
        let mut out: Vec<Diagnostic> = ranges
            .into_iter()
            .filter_map(|(name, value, range)| outside(name, value.as_ref(), range, at(name)))
            .collect();
        if let Some(policy) = &self.auto_termination_policy {
            let pointer = at("AutoTerminationPolicy/IdleTimeout");
            out.extend(outside("IdleTimeout", Some(&policy.idle_timeout), 60..=604_800, pointer));
        }
        let count = self.bootstrap_actions.len();
        if count > MOST_BOOTSTRAP_ACTIONS {
            let message =
                format!("the cluster has {count} bootstrap actions, it can have {MOST_BOOTSTRAP_ACTIONS}");
            out.push(
                Diagnostic::error("too-many-items", message)
                    .pointer(at("BootstrapActions"))
                    .help("one script can call others"),
            );
        }
        out.extend(too_long("Name", Some(&self.name), 256, at("Name")));
        if let Field::Literal(name) = &self.name
            && let Some(c) = name.chars().find(|c| "<>$|`".contains(*c))
        {
            let message = format!(
                "the cluster's name has a {}",
                if c == '`' { "backtick" } else { "`<`, `>`, `$` or `|`" }
            );
            out.push(Diagnostic::error("malformed-name", message).pointer(at("Name")));
        }
        out
    }

    fn role_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let missing = [
            (self.roles.service.is_none(), "ServiceRole", "service_role"),
            (self.roles.instances.is_none(), "JobFlowRole", "job_flow_role"),
        ];
        for (_, name, setter) in missing.into_iter().filter(|(missing, _, _)| *missing) {
            let message = format!("no `{name}` is said, so none may be handed over");
            out.push(
                Diagnostic::warning("unknown-roles", message)
                    .pointer("/Parameters")
                    .help(format!("say `roles(…)` or `{setter}(…)`")),
            );
        }
        let said = self.roles.auto_scaling.is_some();
        if self.instances.is_of_fleets() && said {
            let message = "`AutoScalingRole` is for instance groups, and this is a cluster of fleets";
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer("/Parameters/AutoScalingRole")
                    .help("fleets scale by `managed_scaling_policy`"),
            );
        }
        if self.instances.scales() && !said {
            let message =
                "an instance group has an auto scaling policy, and the cluster no `AutoScalingRole`";
            out.push(
                Diagnostic::error("missing-parameter", message)
                    .pointer("/Parameters")
                    .help("say `auto_scaling_role(…)`; `EmrRoles::new().auto_scaling()` makes one"),
            );
        }
        out
    }

    /// Parameters that mean nothing without another one, or beside it.
    fn company_findings(&self) -> Vec<Diagnostic> {
        let alone = |said: bool, name: &str, other: &str, setter: &str| {
            let message = format!("`{name}` is said, and no `{other}`");
            said.then(|| {
                Diagnostic::error("missing-parameter", message)
                    .pointer(format!("/Parameters/{name}"))
                    .help(format!("say `{setter}(…)`"))
            })
        };
        let encrypted = self.log_encryption_kms_key_id.is_some() && self.log_uri.is_none();
        let upgraded = self.repo_upgrade_on_boot.is_some() && self.custom_ami_id.is_none();
        let kerberized = self.kerberos_attributes.is_some() && self.security_configuration.is_none();
        let mut out: Vec<Diagnostic> = [
            alone(encrypted, "LogEncryptionKmsKeyId", "LogUri", "log_uri"),
            alone(upgraded, "RepoUpgradeOnBoot", "CustomAmiId", "custom_ami_id"),
            alone(kerberized, "KerberosAttributes", "SecurityConfiguration", "security_configuration"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let conflicts = [
            (
                self.ami_version.is_some() && self.release_label.is_some(),
                "`AmiVersion` is for releases before 4.0, which have no `ReleaseLabel`",
                "AmiVersion",
                "leave one of them out",
            ),
            (
                self.managed_scaling_policy.is_some() && self.instances.scales(),
                "a cluster scales by `ManagedScalingPolicy` or by the policies of its groups, not by both",
                "ManagedScalingPolicy",
                "leave it out, or the groups' `auto_scaling_policy`",
            ),
        ];
        for (_, message, name, help) in conflicts.into_iter().filter(|(both, ..)| *both) {
            out.push(
                Diagnostic::error("conflicting-parameters", message)
                    .pointer(format!("/Parameters/{name}"))
                    .help(help),
            );
        }
        for name in self.kerberos_attributes.iter().flat_map(EmrKerberosAttributes::plain_passwords) {
            let message =
                format!("`{name}` stands in the definition, where anyone who may see it can read it");
            out.push(
                Diagnostic::warning("plain-secret", message)
                    .pointer(format!("/Parameters/KerberosAttributes/{name}"))
                    .help("let a state before read it from Secrets Manager, and say a path"),
            );
        }
        for name in ["Steps", "StepExecutionRoleArn"] {
            if self.more.contains_key(name) {
                let message = format!("Step Functions does not take `{name}` of a new cluster");
                out.push(
                    Diagnostic::error("reserved-parameter", message)
                        .pointer(format!("/Parameters/{name}"))
                        .help("add steps by `EmrAddStep`"),
                );
            }
        }
        out
    }
}
