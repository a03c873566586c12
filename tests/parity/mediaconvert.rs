//! MediaConvert.

use super::case::{Case, case};
use stepwright::prelude::*;

const ROLE: &str = "arn:aws:iam::123456789012:role/MediaConvertRole";

fn outputs() -> Payload {
    payload!([{
        "ContainerSettings": { "Container": "MP4" },
        "VideoDescription": {
            "CodecSettings": {
                "Codec": "H_264",
                "H264Settings": {
                    "MaxBitrate": 1000,
                    "RateControlMode": "QVBR",
                    "SceneChangeDetect": "TRANSITION_DETECTION"
                }
            }
        },
        "AudioDescriptions": [{
            "CodecSettings": {
                "Codec": "AAC",
                "AacSettings": { "Bitrate": 96000, "CodingMode": "CODING_MODE_2_0", "SampleRate": 48000 }
            }
        }]
    }])
}

pub fn cases() -> Vec<Case> {
    vec![
        case(
            "media_convert_create_job.readme",
            MediaConvertCreateJob::new(
                ROLE,
                payload!({
                    "OutputGroups": [{
                        "Outputs": outputs(),
                        "OutputGroupSettings": {
                            "Type": "FILE_GROUP_SETTINGS",
                            "FileGroupSettings": { "Destination": "s3://EXAMPLE-DESTINATION-BUCKET/" }
                        }
                    }],
                    "Inputs": [{
                        "AudioSelectors": { "Audio Selector 1": { "DefaultSelection": "DEFAULT" } },
                        "FileInput": "s3://EXAMPLE-SOURCE-BUCKET/EXAMPLE-SOURCE_FILE"
                    }]
                }),
            )
            .run_job("CreateJob"),
        ),
        case(
            "media_convert_create_job.request_response",
            MediaConvertCreateJob::new(
                ROLE,
                payload!({
                    "Inputs": [{ "FileInput": path("$.file") }],
                    "OutputGroups": [{
                        "Outputs": outputs(),
                        "OutputGroupSettings": { "Type": "FILE_GROUP_SETTINGS" }
                    }]
                }),
            )
            .priority(5)
            .user_metadata("Film", path("$.film"))
            .state("Create"),
        ),
        case(
            "media_convert_create_job.jsonata",
            MediaConvertCreateJob::new(ROLE, jsonata("$states.input.settings")).state("Create"),
        ),
    ]
}
