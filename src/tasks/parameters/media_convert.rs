//! MediaConvert: how a job is paid for, sped up and queued.

use crate::asl::Field;
use crate::reference::Literal;
use crate::target::MediaConvertQueueTarget;
use crate::task::setters;
use schemars::JsonSchema;
use serde::Serialize;

macro_rules! choices {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$about:meta])* $variant:ident = $value:literal;)* }
    )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $value)] $variant,)*
        }

        impl Literal for $name {}
    )* };
}

choices! {
    /// Whether a job is transcoded in parts at a time.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let job = MediaConvertCreateJob::new("transcoder", path("$.settings"))
    ///     .acceleration(MediaConvertAccelerationMode::Preferred);
    /// # let _ = job;
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/mediaconvert/latest/ug/accelerated-transcoding.html>.
    MediaConvertAccelerationMode {
        /// Never; the default.
        Disabled = "DISABLED";
        /// Always: a job that cannot be is refused.
        Enabled = "ENABLED";
        /// Where the job's settings allow it.
        Preferred = "PREFERRED";
    }

    /// Whose tags a job's costs are sorted by.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let job = MediaConvertCreateJob::new("transcoder", path("$.settings"))
    ///     .billing_tags_source(MediaConvertBillingTagsSource::Queue);
    /// # let _ = job;
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html>.
    MediaConvertBillingTagsSource {
        /// The queue's.
        Queue = "QUEUE";
        /// Those of the preset of each output.
        Preset = "PRESET";
        /// The job template's.
        JobTemplate = "JOB_TEMPLATE";
        /// The job's own; the default.
        Job = "JOB";
    }

    /// Whether a job runs as on one reserved slot, to find out how many are needed.
    ///
    /// ```
    /// use stepwright::prelude::*;
    ///
    /// let job = MediaConvertCreateJob::new("transcoder", path("$.settings"))
    ///     .simulate_reserved_queue(MediaConvertSimulateReservedQueue::Enabled);
    /// # let _ = job;
    /// ```
    ///
    /// Checked against <https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html>.
    MediaConvertSimulateReservedQueue {
        /// As on any queue; the default.
        Disabled = "DISABLED";
        /// As on one reserved slot.
        Enabled = "ENABLED";
    }
}

/// A queue that a job hops to after it has waited long enough.
///
/// ```
/// use stepwright::prelude::*;
///
/// let hop = MediaConvertHopDestination::after_minutes(15).queue("urgent").priority(10);
/// # let _ = hop;
/// ```
///
/// Checked against <https://docs.aws.amazon.com/mediaconvert/latest/ug/setting-up-queue-hopping-to-avoid-long-waits.html>.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct MediaConvertHopDestination {
    pub(in crate::tasks) wait_minutes: Field<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) queue: Option<Field<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::tasks) priority: Option<Field<i32>>,
    #[serde(skip)]
    pub(in crate::tasks) target: MediaConvertQueueTarget,
}

impl MediaConvertHopDestination {
    /// Hops after so many minutes, 1 to 4,320; to the default queue, unless another is said.
    pub fn after_minutes(minutes: impl Into<Field<u32>>) -> Self {
        MediaConvertHopDestination {
            wait_minutes: minutes.into(),
            queue: None,
            priority: None,
            target: MediaConvertQueueTarget::default(),
        }
    }

    setters! {
        /// The job's priority on that queue, -50 to 50; by default as on the first one.
        priority: Field<i32>;
    }

    /// The queue it hops to, which cannot be the one that it is on. It has to be said where that is the default queue.
    pub fn queue(mut self, queue: impl Into<MediaConvertQueueTarget>) -> Self {
        self.target = queue.into();
        self.queue = self.target.queue().cloned();
        self
    }
}
