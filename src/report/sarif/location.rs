//! Places.

use std::path::Path;

use serde_sarif::sarif;

use super::super::place::Location;
use super::super::{Report, clean};
use crate::source::Span;

/// A path relative to the repository's root as a reference.
fn uri(relative: &str) -> String {
    let encoded = clean::percent(relative);
    match (Path::new(relative).is_absolute(), encoded.starts_with('/')) {
        (true, true) => format!("file://{encoded}"),
        (true, false) => format!("file:///{encoded}"),
        _ => encoded,
    }
}

/// A part of a file.
pub fn physical(report: &Report, span: Span) -> sarif::PhysicalLocation {
    let place = Location::of(report, span);
    let region = sarif::Region::builder()
        .start_line(place.start.line as i64)
        .start_column(place.start.column as i64)
        .end_line(place.end.line as i64)
        .end_column(place.end.column as i64);
    let region = match place.snippet.is_empty() {
        true => region.build(),
        false => {
            region.snippet(sarif::ArtifactContent::builder().text(place.snippet).build()).build()
        }
    };
    sarif::PhysicalLocation::builder()
        .artifact_location(artifact(&place.path))
        .region(region)
        .build()
}

fn artifact(relative: &str) -> sarif::ArtifactLocation {
    sarif::ArtifactLocation::builder().uri(uri(relative)).build()
}

/// A place with what is there.
pub fn described(report: &Report, span: Span, text: &str) -> sarif::Location {
    let place = sarif::Location::builder().physical_location(physical(report, span));
    match text.is_empty() {
        true => place.build(),
        false => place.message(super::message(report, text)).build(),
    }
}

/// A whole file.
pub fn whole(report: &Report, path: &Path) -> sarif::Location {
    let place = sarif::PhysicalLocation::builder()
        .artifact_location(artifact(&report.options.root.relative(path)))
        .build();
    sarif::Location::builder().physical_location(place).build()
}
