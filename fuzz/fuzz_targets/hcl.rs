//! HCL as a file, as a template and as an expression.
#![no_main]

use iacscan::source::{FileId, Place};
use iacscan::syntax::hcl::{self, Body};
use iacscan::syntax::places::Places;
use libfuzzer_sys::fuzz_target;

fn check(text: &str, body: &Body) {
    for block in &body.blocks {
        assert!(text.get(block.span.start as usize..block.span.end as usize).is_some());
        check(text, &block.body);
    }
    for attribute in &body.attributes {
        let span = attribute.expr.span;
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
}

fuzz_target!(|text: &str| {
    let file = FileId::from_index(0);
    let parsed = hcl::parse(file, text);
    check(text, &parsed.tree);
    for diagnostic in parsed.diagnostics {
        let Place::Span(span) = diagnostic.place else { panic!("a fault without a place") };
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
    hcl::parse_template(text, Places::file(file, text));
    hcl::parse_expr(text, Places::file(file, text));
});
