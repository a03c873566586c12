//! MediaConvert: CreateJob.

use super::parameters::{
    MediaConvertAccelerationMode, MediaConvertBillingTagsSource, MediaConvertHopDestination,
    MediaConvertSimulateReservedQueue,
};
use crate::asl::{Expression, Field, Payload};
use crate::data::{Entries, Tree};
use crate::diagnostic::Diagnostic;
use crate::iam::{Statement, arn};
use crate::reference::{Property, Reference};
use crate::target::{MediaConvertQueueTarget, RoleTarget};
use crate::task::{Example, IntegrationPattern, RequestOrJob, Task, limits, managed_rule, setters, shape};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// Creates a transcoding job of MediaConvert.
///
/// The settings are those that the console shows as a job's JSON, with every name in PascalCase: `OutputGroups`,
/// `FileInput`. Step Functions tags the job `ManagedByService: AWSStepFunctions`; a tag of that name must not be changed.
///
/// # Permissions
///
/// `mediaconvert:CreateJob` on the queue, on the queues that the job may hop to, and on the job template and the presets
/// that it uses; and `iam:PassRole` on the role, to MediaConvert only. A job that is waited for also needs
/// `mediaconvert:GetJob` and `mediaconvert:CancelJob` on jobs that Step Functions has tagged, and the managed rule. Tags
/// bring `mediaconvert:TagResource` on jobs, with their names only.
///
/// # Patterns
///
/// Request and response, and job. A job ends when the transcoding has, and fails when it does or is cancelled.
///
/// # Output
///
/// `{"Job": {"Id", "Arn", "Status", "OutputGroupDetails", …}}`
///
/// # Example
///
/// ```
/// use stepwright::prelude::*;
///
/// let transcode = MediaConvertCreateJob::new(
///     "arn:aws:iam::123456789012:role/transcoder",
///     payload!({
///         "Inputs": [{ "FileInput": path("$.film") }],
///         "OutputGroups": [{
///             "OutputGroupSettings": {
///                 "Type": "FILE_GROUP_SETTINGS",
///                 "FileGroupSettings": { "Destination": "s3://shop-films/ready/" }
///             },
///             "Outputs": [{ "Preset": "System-Generic_Hd_Mp4_Avc_Aac_16x9_1920x1080p_24Hz_6Mbps" }]
///         }]
///     }),
/// )
/// .run_job("Transcode the film");
/// # let _ = transcode;
/// ```
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct MediaConvertCreateJob {
    role: Field<String>,
    settings: Payload,
    #[serde(skip_serializing_if = "Option::is_none")]
    queue: Option<Field<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hop_destinations: Vec<MediaConvertHopDestination>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_template: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    priority: Option<Field<i32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    acceleration_settings: Option<AccelerationSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_tags_source: Option<Field<MediaConvertBillingTagsSource>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    simulate_reserved_queue: Option<Field<MediaConvertSimulateReservedQueue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_update_interval: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_engine_version: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elemental_inference_settings: Option<ElementalInferenceSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_token: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Field<IndexMap<String, Field<String>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_metadata: Option<Field<IndexMap<String, Field<String>>>>,
    #[serde(flatten)]
    more: Map<String, Value>,
    #[serde(skip)]
    passed: RoleTarget,
    #[serde(skip)]
    on: MediaConvertQueueTarget,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct AccelerationSettings {
    mode: Field<MediaConvertAccelerationMode>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct ElementalInferenceSettings {
    feed_configuration_source: FeedConfigurationSource,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
struct FeedConfigurationSource {
    feed_arn: Field<String>,
}

/// How often progress may be told of, in seconds.
const INTERVALS: [u32; 15] = [10, 12, 15, 20, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600];

/// The tag by which Step Functions knows its own jobs.
const OWN_TAG: &str = "ManagedByService";

impl MediaConvertCreateJob {
    /// Creates a job with these settings, which MediaConvert runs under this role: a handle, an ARN or a name, or an
    /// expression that gives an ARN.
    pub fn new(role: impl Into<RoleTarget>, settings: impl Into<Payload>) -> Self {
        let passed = role.into();
        MediaConvertCreateJob {
            role: passed.arn().clone(),
            settings: settings.into(),
            queue: None,
            hop_destinations: Vec::new(),
            job_template: None,
            priority: None,
            acceleration_settings: None,
            billing_tags_source: None,
            simulate_reserved_queue: None,
            status_update_interval: None,
            job_engine_version: None,
            elemental_inference_settings: None,
            client_request_token: None,
            tags: None,
            user_metadata: None,
            more: Map::new(),
            passed,
            on: MediaConvertQueueTarget::default(),
        }
    }

    setters! {
        /// The job template, by name or ARN, that gives what the settings leave out.
        job_template: Field<String>;
        /// Its turn among the jobs of the queue, -50 to 50, the higher the sooner; by default 0.
        priority: Field<i32>;
        /// Whose tags the costs are sorted by; by default the job's own.
        billing_tags_source: Field<MediaConvertBillingTagsSource>;
        /// Whether it runs as on one reserved slot. Off by default.
        simulate_reserved_queue: Field<MediaConvertSimulateReservedQueue>;
        /// How often EventBridge is told of progress: `SECONDS_10` to `SECONDS_600`; by default `SECONDS_60`.
        status_update_interval: Field<String>;
        /// The version of the engine, as `YYYY-MM-DD`, for accounts that AWS has admitted to it; by default the latest.
        job_engine_version: Field<String>;
        /// The same token within a minute creates the job once only, at most 64 ASCII characters.
        client_request_token: Field<String>;
    }

    /// The queue it waits on; by default the account's default queue.
    pub fn queue(mut self, queue: impl Into<MediaConvertQueueTarget>) -> Self {
        self.on = queue.into();
        self.queue = self.on.queue().cloned();
        self
    }

    /// Adds a queue that it hops to when it has waited long enough.
    pub fn hop_destination(mut self, destination: MediaConvertHopDestination) -> Self {
        self.hop_destinations.push(destination);
        self
    }

    /// Whether it is transcoded in parts at a time; by default it is not.
    pub fn acceleration(mut self, mode: impl Into<Field<MediaConvertAccelerationMode>>) -> Self {
        self.acceleration_settings = Some(AccelerationSettings { mode: mode.into() });
        self
    }

    /// The feed of Elemental Inference, by its ARN, for settings that use it.
    pub fn inference_feed(mut self, feed_arn: impl Into<Field<String>>) -> Self {
        let feed_configuration_source = FeedConfigurationSource { feed_arn: feed_arn.into() };
        self.elemental_inference_settings = Some(ElementalInferenceSettings { feed_configuration_source });
        self
    }

    /// Tags the job.
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.tags = Some(with(self.tags.take(), key.into(), value.into()));
        self
    }

    /// All tags, out of an expression that gives an object of text.
    pub fn tags(mut self, tags: Expression) -> Self {
        self.tags = Some(tags.into());
        self
    }

    /// Adds metadata of your own, which the job's events carry.
    pub fn user_metadata(mut self, key: impl Into<String>, value: impl Into<Field<String>>) -> Self {
        self.user_metadata = Some(with(self.user_metadata.take(), key.into(), value.into()));
        self
    }

    /// A parameter that has no setter here, by its name in `CreateJob`.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Payload>) -> Self {
        self.more.insert(name.into(), value.into().into_json());
        self
    }

    /// The settings, where they are written down.
    fn written(&self) -> Option<&Entries> {
        self.settings.0.as_object()
    }

    /// The presets that the settings name, as a policy has them; every one where they cannot be known.
    fn presets(&self) -> Vec<Property<String>> {
        let every = || vec![arn("mediaconvert", "presets/*", [""; 0]).into()];
        // A template names presets of its own.
        let Some(settings) = self.written().filter(|_| self.job_template.is_none()) else { return every() };
        let Some(groups) = settings.get("OutputGroups") else { return Vec::new() };
        let Some(groups) = groups.as_list() else { return every() };
        let mut out: Vec<Property<String>> = Vec::new();
        for group in groups {
            let Some(group) = group.as_object() else { return every() };
            let Some(outputs) = group.get("Outputs") else { continue };
            let Some(outputs) = outputs.as_list() else { return every() };
            for output in outputs {
                let Some(output) = output.as_object() else { return every() };
                let Some(preset) = output.get("Preset") else { continue };
                let Some(preset) = preset.as_str().and_then(named) else { return every() };
                if !out.contains(&preset) {
                    out.push(preset);
                }
            }
        }
        out
    }

    /// The job template, as a policy has it.
    fn template(&self) -> Option<Property<String>> {
        Some(match self.job_template.as_ref()? {
            Field::Literal(text) if text.starts_with("arn:") => text.into(),
            Field::Literal(name) => arn("mediaconvert", "jobTemplates/{}", [name.as_str()]).into(),
            Field::Reference(Reference::Ref(name)) => {
                arn("mediaconvert", "jobTemplates/{}", [Reference::Ref(name.clone())]).into()
            }
            Field::Reference(arn) => arn.into(),
            Field::Expression(_) => arn("mediaconvert", "jobTemplates/*", [""; 0]).into(),
        })
    }

    fn settings_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        let found = match self.settings.0 {
            Tree::Null => Some("null"),
            Tree::Bool(_) => Some("a boolean"),
            Tree::Number(_) => Some("a number"),
            Tree::List(_) => Some("an array"),
            Tree::Text(_) | Tree::Object(_) | Tree::Expression(_) | Tree::Reference(_) => None,
        };
        if let Some(found) = found {
            let message = format!("`Settings` is {found}, it has to be an object");
            out.push(
                Diagnostic::error("malformed-settings", message)
                    .pointer("/Parameters/Settings")
                    .help("say `payload!({ \"Inputs\": […], \"OutputGroups\": […] })`"),
            );
        }
        let Some(settings) = self.written() else { return out };
        for key in settings.keys().filter(|key| key.starts_with(|c: char| c.is_ascii_lowercase())) {
            let mut chars = key.chars();
            let pascal: String =
                chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect();
            let message =
                format!("the parameter `{key}` begins with a small letter, and parameters are PascalCase");
            out.push(
                Diagnostic::warning("parameter-not-pascal-case", message)
                    .pointer(crate::diagnostic::pointer("/Parameters/Settings", key))
                    .help(format!("say `{pascal}`")),
            );
        }
        if self.job_template.is_none() {
            for needed in ["Inputs", "OutputGroups"] {
                let said = settings.keys().any(|key| key.eq_ignore_ascii_case(needed));
                if !said {
                    let message = format!("the settings have no `{needed}`, and no job template gives them");
                    out.push(
                        Diagnostic::error("missing-parameter", message)
                            .pointer("/Parameters/Settings")
                            .help("add them, or say `job_template(…)`"),
                    );
                }
            }
        }
        out
    }

    fn queue_findings(&self) -> Vec<Diagnostic> {
        let mut out = Vec::new();
        for (index, hop) in self.hop_destinations.iter().enumerate() {
            let place = format!("HopDestinations/{index}");
            out.extend(limits::range(&format!("{place}/WaitMinutes"), Some(&hop.wait_minutes), 1..=4_320));
            out.extend(limits::range(&format!("{place}/Priority"), hop.priority.as_ref(), -50..=50));
            let same = match (&self.queue, &hop.queue) {
                (None, None) => true,
                (Some(Field::Literal(one)), Some(Field::Literal(other))) => one == other,
                (Some(Field::Reference(one)), Some(Field::Reference(other))) => one == other,
                _ => false,
            };
            if same {
                let message = match &self.queue {
                    Some(Field::Literal(queue)) => {
                        format!("the job hops to `{queue}`, the queue that it is on")
                    }
                    _ => "the job hops to the queue that it is on".to_owned(),
                };
                out.push(
                    Diagnostic::error("same-queue", message)
                        .pointer(format!("/Parameters/{place}"))
                        .help("say another queue: `MediaConvertHopDestination::after_minutes(…).queue(…)`"),
                );
            }
        }
        out
    }
}

/// A map with one entry more; what an expression gave is gone.
fn with(
    map: Option<Field<IndexMap<String, Field<String>>>>,
    key: String,
    value: Field<String>,
) -> Field<IndexMap<String, Field<String>>> {
    let mut map = match map {
        Some(Field::Literal(map)) => map,
        _ => IndexMap::new(),
    };
    map.insert(key, value);
    Field::Literal(map)
}

/// A preset by name or ARN, as a policy has it; nothing where the text is an expression.
fn named(text: &str) -> Option<Property<String>> {
    let written = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    written.then(|| match text.starts_with("arn:") {
        true => text.into(),
        false => arn("mediaconvert", "presets/{}", [text]).into(),
    })
}

impl Task for MediaConvertCreateJob {
    const NAME: &'static str = "MediaConvertCreateJob";
    const API: (&'static str, &'static str) = ("mediaconvert", "createJob");
    const DOCS: &'static str =
        "https://docs.aws.amazon.com/step-functions/latest/dg/connect-mediaconvert.html";

    type Patterns = RequestOrJob;

    fn statements(&self, pattern: IntegrationPattern) -> Vec<Statement> {
        let mut uses: Vec<Property<String>> = Vec::new();
        let queues = std::iter::once(&self.on).chain(self.hop_destinations.iter().map(|hop| &hop.target));
        let all = queues.flat_map(MediaConvertQueueTarget::arns).chain(self.template()).chain(self.presets());
        for resource in all {
            if !uses.contains(&resource) {
                uses.push(resource);
            }
        }
        let jobs = || arn("mediaconvert", "jobs/*", [""; 0]);
        let mut out = vec![
            Statement::allow(["mediaconvert:CreateJob"]).on_all(uses).because("creates the job"),
            self.passed.pass_statement("mediaconvert.amazonaws.com"),
        ];
        if let Some(tags) = &self.tags {
            let tag = Statement::allow(["mediaconvert:TagResource"]).on(jobs()).because("tags the job");
            let keys = tags.literal().into_iter().flat_map(IndexMap::keys).map(String::as_str);
            out.push(match tags {
                Field::Literal(_) => keys
                    .chain([OWN_TAG])
                    .fold(tag, |tag, key| tag.when("ForAllValues:StringEquals", "aws:TagKeys", key)),
                _ => tag,
            });
        }
        if pattern == IntegrationPattern::RunJob {
            out.push(
                Statement::allow(["mediaconvert:GetJob", "mediaconvert:CancelJob"])
                    .on(jobs())
                    .when("StringEquals", "aws:ResourceTag/ManagedByService", "AWSStepFunctions")
                    .because("follows the job, and cancels it when the execution is stopped"),
            );
            out.push(managed_rule("StepFunctionsGetEventsForMediaConvertJobRule"));
        }
        out
    }

    fn findings(&self, _: IntegrationPattern) -> Vec<Diagnostic> {
        let mut out: Vec<Diagnostic> = [
            limits::range("Priority", self.priority.as_ref(), -50..=50),
            limits::length("ClientRequestToken", self.client_request_token.as_ref(), 1..=64),
        ]
        .into_iter()
        .flatten()
        .collect();
        out.extend(self.settings_findings());
        out.extend(self.queue_findings());
        if let Some(Field::Literal(interval)) = &self.status_update_interval
            && !INTERVALS.iter().any(|seconds| *interval == format!("SECONDS_{seconds}"))
        {
            let message = format!("`StatusUpdateInterval` is `{interval}`, which is not one of its values");
            let known: Vec<String> = INTERVALS.iter().map(u32::to_string).collect();
            out.push(
                Diagnostic::error("value-not-allowed", message)
                    .pointer("/Parameters/StatusUpdateInterval")
                    .help(format!("the values are `SECONDS_` and one of {}", known.join(", "))),
            );
        }
        if let Some(Field::Literal(tags)) = &self.tags
            && tags.contains_key(OWN_TAG)
        {
            let message = format!("the tag `{OWN_TAG}` is Step Functions' own, which it knows its jobs by");
            out.push(
                Diagnostic::error("reserved-tag", message)
                    .pointer(format!("/Parameters/Tags/{OWN_TAG}"))
                    .help("give the tag another name"),
            );
        }
        out
    }

    fn result(_: IntegrationPattern) -> Value {
        let output = shape::object([
            ("DurationInMs", shape::integer()),
            (
                "VideoDetails",
                shape::object([("HeightInPx", shape::integer()), ("WidthInPx", shape::integer())]),
            ),
        ]);
        let groups = shape::list(shape::object([("OutputDetails", shape::list(output))]));
        let job = shape::object([
            ("AccelerationSettings", shape::object([("Mode", shape::text())])),
            ("AccelerationStatus", shape::text()),
            ("Arn", shape::text()),
            ("BillingTagsSource", shape::text()),
            ("ClientRequestToken", shape::text()),
            ("CreatedAt", shape::any()),
            ("CurrentPhase", shape::text()),
            ("ElementalInferenceConfiguration", shape::any()),
            ("ElementalInferenceSettings", shape::any()),
            ("ErrorCode", shape::integer()),
            ("ErrorMessage", shape::text()),
            ("HopDestinations", shape::list(shape::any())),
            ("Id", shape::text()),
            ("JobEngineVersionRequested", shape::text()),
            ("JobEngineVersionUsed", shape::text()),
            ("JobPercentComplete", shape::integer()),
            ("JobTemplate", shape::text()),
            ("LastShareDetails", shape::text()),
            (
                "Messages",
                shape::object([
                    ("Info", shape::list(shape::text())),
                    ("Warning", shape::list(shape::text())),
                ]),
            ),
            ("OutputGroupDetails", groups),
            ("Priority", shape::integer()),
            ("Queue", shape::text()),
            ("QueueTransitions", shape::list(shape::any())),
            ("RetryCount", shape::integer()),
            ("Role", shape::text()),
            ("Settings", shape::any()),
            ("ShareStatus", shape::text()),
            ("SimulateReservedQueue", shape::text()),
            ("Status", shape::text()),
            ("StatusUpdateInterval", shape::text()),
            (
                "Timing",
                shape::object([
                    ("FinishTime", shape::any()),
                    ("StartTime", shape::any()),
                    ("SubmitTime", shape::any()),
                ]),
            ),
            ("UserMetadata", shape::map(shape::text())),
            ("Warnings", shape::list(shape::any())),
        ]);
        shape::object([
            ("Job", job),
            ("SdkHttpMetadata", shape::any()),
            ("SdkResponseMetadata", shape::any()),
        ])
    }

    fn examples() -> Vec<Example> {
        use crate::asl::{jsonata, path};
        use crate::payload;
        use crate::reference::Handle;
        use crate::template::{iam, mediaconvert};
        let role = Handle::new("Transcoder", iam::Role::new(serde_json::json!({})));
        let queue = Handle::new("Films", mediaconvert::Queue::new());
        let settings = |preset: Payload| {
            payload!({
                "Inputs": [{ "FileInput": "s3://films/raw/one.mov" }],
                "OutputGroups": [{
                    "OutputGroupSettings": {
                        "Type": "FILE_GROUP_SETTINGS",
                        "FileGroupSettings": { "Destination": "s3://films/ready/" }
                    },
                    "Outputs": [{ "Preset": preset }]
                }]
            })
        };
        vec![
            Example::request(
                "request_response",
                MediaConvertCreateJob::new(&role, settings("hd".into()))
                    .queue(&queue)
                    .hop_destination(
                        MediaConvertHopDestination::after_minutes(15).queue("urgent").priority(10),
                    )
                    .priority(-5)
                    .acceleration(MediaConvertAccelerationMode::Preferred)
                    .billing_tags_source(MediaConvertBillingTagsSource::Job)
                    .simulate_reserved_queue(MediaConvertSimulateReservedQueue::Disabled)
                    .status_update_interval("SECONDS_30")
                    .job_engine_version("2026-11-01")
                    .inference_feed(
                        "arn:aws:elemental-inference:eu-west-1:123456789012:feed/a1b2c3d4e5f6g7h8i9j",
                    )
                    .client_request_token(path("$.token"))
                    .tag("Film", path("$.film.id"))
                    .tag("Stage", "test")
                    .user_metadata("Film", path("$.film.id"))
                    .state("Transcode the film"),
            ),
            Example::job(
                "run_job",
                MediaConvertCreateJob::new(&role, settings(Payload::of(path("$.preset"))))
                    .run_job("Transcode the film"),
            ),
            Example::job(
                "job_template",
                MediaConvertCreateJob::new(
                    "arn:aws:iam::123456789012:role/transcoder",
                    payload!({ "Inputs": [{ "FileInput": path("$.film.file") }] }),
                )
                .job_template("two-sizes")
                .tags(path("$.tags"))
                .run_job("Transcode the film"),
            ),
            Example::job(
                "jsonata",
                MediaConvertCreateJob::new(&role, jsonata("$states.input.settings"))
                    .priority(jsonata("$states.input.urgent ? 10 : 0"))
                    .run_job("Transcode the film"),
            )
            .in_jsonata(),
            Example::job(
                "at_run_time",
                MediaConvertCreateJob::new(path("$.role"), path("$.settings"))
                    .queue(path("$.queue"))
                    .job_template(path("$.template"))
                    .run_job("Transcode what is asked for"),
            ),
            Example::job(
                "at_run_time_among",
                MediaConvertCreateJob::new(
                    RoleTarget::from(path("$.role")).among(["arn:aws:iam::123456789012:role/transcoder"]),
                    settings("System-Generic_Hd_Mp4_Avc_Aac_16x9_1920x1080p_24Hz_6Mbps".into()),
                )
                .queue(MediaConvertQueueTarget::from(path("$.queue")).among([arn(
                    "mediaconvert",
                    "queues/films-*",
                    [""; 0],
                )]))
                .run_job("Transcode the film"),
            ),
        ]
    }
}
