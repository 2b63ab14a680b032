//! JSON, and HCL's JSON syntax made of it.
#![no_main]

use iacscan::source::FileId;
use iacscan::syntax::{hcl, json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = json::parse(FileId::from_index(0), text);
    hcl::from_json(&parsed.tree, hcl::TERRAFORM_BLOCKS);
    hcl::values_from_json(&parsed.tree);
});
