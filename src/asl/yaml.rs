//! Definitions written in YAML.
