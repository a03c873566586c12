//! CodeBuild.

use super::case::{Case, case};
use stepwright::prelude::*;

pub fn cases() -> Vec<Case> {
    let project = Handle::new("Project", codebuild::Project::default());
    vec![
        case(
            "code_build_start_build.readme",
            CodeBuildStartBuild::new(&project)
                .environment_variable("ZONE", path("$.envVariables.zone"))
                .run_job("Task"),
        ),
        case(
            "code_build_start_build.request_response",
            CodeBuildStartBuild::new(&project)
                .environment_variable("PLAIN", "a")
                .environment_variable("SECRET", CodeBuildEnvironmentVariable::secrets_manager("deploy:key"))
                .environment_variable("STORED", CodeBuildEnvironmentVariable::parameter_store("/deploy/zone"))
                .state("Build"),
        ),
        case(
            "code_build_start_build.jsonata",
            CodeBuildStartBuild::new(&project)
                .environment_variable("ZONE", jsonata("$states.input.zone"))
                .state("Build"),
        ),
        case(
            "code_build_start_build_batch.readme",
            CodeBuildStartBuildBatch::new(&project)
                .environment_variable("test", "testValue")
                .state("buildBatchTask"),
        ),
        case(
            "code_build_start_build_batch.run_job",
            CodeBuildStartBuildBatch::new(&project).run_job("Build"),
        ),
        case(
            "code_build_start_build_batch.jsonata",
            CodeBuildStartBuildBatch::new(&project)
                .environment_variable("ZONE", jsonata("$states.input.zone"))
                .run_job("Build"),
        ),
    ]
}
