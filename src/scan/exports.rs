//! What the templates of a scan export to each other.

use rayon::prelude::*;

use crate::cloudformation::{Evaluated, Exports};
use crate::source::Sources;

use super::input::Template;

/// Exports made of imports made of exports: no longer a chain is followed.
const MAX_ROUNDS: usize = 8;

/// What the `standing` ones of all templates export, if any of all imports. `evaluate`
/// evaluates a template, given what others export, for its outputs alone.
pub fn exports(
    all: &[Template],
    standing: &[&Template],
    sources: &Sources,
    evaluate: impl Fn(&Template, &Exports) -> Evaluated + Sync,
) -> Exports {
    let says =
        |template: &Template, word| sources.get(template.tree.span.file).text().contains(word);
    if !all.iter().any(|template| says(template, "ImportValue")) {
        return Exports::default();
    }
    // What a template nests is read only when it is evaluated: it may export, too.
    let may_export = |template: &Template| {
        ["Export", "TemplateURL", "Location"].iter().any(|word| says(template, word))
    };
    let exporters: Vec<&Template> =
        standing.iter().copied().filter(|template| may_export(template)).collect();
    let mut known = Exports::default();
    for _ in 0..MAX_ROUNDS {
        let found: Vec<_> =
            exporters.par_iter().map(|template| evaluate(template, &known).exports).collect();
        let found = Exports(found.into_iter().flatten().collect());
        if found == known {
            break;
        }
        known = found;
    }
    known
}
