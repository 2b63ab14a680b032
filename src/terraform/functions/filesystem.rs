//! Filesystem functions:
//! <https://developer.hashicorp.com/terraform/language/functions#filesystem-functions>
//!
//! What is read, and whether it may be, is the environment's to decide.

use super::args::{Args, Fault, Outcome, Param, any, string};
use super::encoding::encode64;
use super::text::{has_holes, part};
use super::{Function, function, unknown_result};
use crate::value::{Kind, Value};

const PATH: Param = string("path");

pub(super) const TABLE: &[Function] = &[
    function("abspath", &[PATH], abspath),
    function("basename", &[PATH], basename),
    function("dirname", &[PATH], dirname),
    function("file", &[PATH], read),
    function("filebase64", &[PATH], |args| {
        let content = read(args)?;
        Ok(Value::string(encode64(super::args::known(&content, args.function)?)))
    }),
    function("fileexists", &[PATH], |args| Ok(Value::bool(args.env.file_exists(args.str(0)?)?))),
    function("fileset", &[PATH, string("pattern")], |args| {
        Ok(args.env.file_set(args.str(0)?, args.str(1)?)?)
    }),
    function("pathexpand", &[PATH], pathexpand),
    function("templatefile", &[PATH, any("vars")], templatefile),
];

/// The text of the file that the first argument names.
pub(super) fn read(args: &Args) -> Outcome {
    args.env.read_file(args.str(0)?).map_err(|message| Fault::Argument(0, message))
}

fn templatefile(args: &Args) -> Outcome {
    let template =
        args.env.read_file(args.str(0)?).map_err(|message| Fault::Argument(0, message))?;
    if !matches!(args.value(1).kind, Kind::Map(_)) {
        return Err(Fault::Argument(1, "invalid vars value: must be a map".into()));
    }
    Ok(args.env.render_template(&template, args.value(1))?)
}

/// Where the configuration lies when it is applied is not known: a relative path stays as it
/// is, so that what it names can still be read.
fn abspath(args: &Args) -> Outcome {
    let text = args.text(0);
    match text.as_known() {
        Some(known) => Ok(Value::string(clean(known))),
        None => part(args, 0, 0..text.flat().len()),
    }
}

fn pathexpand(args: &Args) -> Outcome {
    let text = args.text(0);
    match text.as_known() {
        Some(path) if path == "~" || path.starts_with("~/") => Ok(unknown_result(args.function)),
        Some(path) if path.starts_with('~') => Err("cannot expand user-specific home dir".into()),
        _ => part(args, 0, 0..text.flat().len()),
    }
}

fn basename(args: &Args) -> Outcome {
    let text = args.text(0);
    let flat = text.flat().trim_end_matches('/');
    if flat.is_empty() {
        return Ok(Value::string(if text.is_empty() { "." } else { "/" }));
    }
    let start = flat.rfind('/').map_or(0, |slash| slash + 1);
    part(args, 0, start..flat.len())
}

fn dirname(args: &Args) -> Outcome {
    let text = args.text(0);
    let end = text.flat().rfind('/').map_or(0, |slash| slash + 1);
    let directory = &text.flat()[..end];
    let cleaned = clean(directory);
    if has_holes(&text) && end > 0 {
        // Only a hole that is a whole name leaves the path's shape known.
        return part(args, 0, 0..directory.trim_end_matches('/').len());
    }
    match directory.strip_suffix('/') {
        Some(plain) if plain == cleaned => part(args, 0, 0..plain.len()),
        _ => Ok(Value::string(cleaned)),
    }
}

/// Go's `filepath.Clean`.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut names: Vec<&str> = vec![];
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => match names.last() {
                Some(last) if *last != ".." => {
                    names.pop();
                }
                _ if rooted => {}
                _ => names.push(".."),
            },
            name => names.push(name),
        }
    }
    match (rooted, names.is_empty()) {
        (true, _) => format!("/{}", names.join("/")),
        (false, true) => ".".into(),
        (false, false) => names.join("/"),
    }
}
