//! MediaConvert: transcodes films.

use super::Examples;
use stepwright::prelude::*;

/// Adds the machine, buckets for films before and after, and the role that MediaConvert works under.
pub fn add(stack: &mut Stack) {
    let raw = stack.add("RawFilms", s3::Bucket::new().block_public_access());
    let ready = stack.add("ReadyFilms", s3::Bucket::new().block_public_access());
    let role = stack.add(
        "TranscoderRole",
        ServiceRole::new("mediaconvert.amazonaws.com")
            .allow(Statement::allow(["s3:GetObject"]).on(sub("{}/*", [raw.arn()])).because("reads films"))
            .allow(Statement::allow(["s3:PutObject"]).on(sub("{}/*", [ready.arn()])).because("writes films")),
    );

    let settings = payload!({
        "Inputs": [{
            "AudioSelectors": { "Audio Selector 1": { "DefaultSelection": "DEFAULT" } },
            "FileInput": sub("s3://{}/film.mov", [raw.reference()])
        }],
        "OutputGroups": [{
            "OutputGroupSettings": {
                "Type": "FILE_GROUP_SETTINGS",
                "FileGroupSettings": { "Destination": sub("s3://{}/", [ready.reference()]) }
            },
            "Outputs": [{
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
                        "AacSettings": {
                            "Bitrate": 96000,
                            "CodingMode": "CODING_MODE_2_0",
                            "SampleRate": 48000
                        }
                    }
                }]
            }]
        }]
    });
    Examples::new()
        .show("mediaconvert-create-job", MediaConvertCreateJob::new(&role, settings).run_job("CreateJob"))
        .add(stack, "MediaConvert", "Transcodes a film and waits until it is done");
}
