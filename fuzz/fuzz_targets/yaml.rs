//! YAML as CloudFormation writes it.
#![no_main]

use iacscan::source::FileId;
use iacscan::syntax::yaml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    yaml::parse(FileId::from_index(0), text);
});
