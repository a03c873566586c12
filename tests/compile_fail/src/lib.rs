//! Nothing: the examples are the binaries.
