//! `csvdecode`, by the rules of Go's `encoding/csv`:
//! <https://developer.hashicorp.com/terraform/language/functions/csvdecode>

use super::args::{Args, Outcome};
use super::text::{check_items, piece_of};
use crate::value::{Map, Origin, Text, Value};

/// A record's fields, and the line it starts on.
type Record = (usize, Vec<Text>);

pub(super) fn decode(args: &Args) -> Outcome {
    let text = args.text(0);
    // A hole may hold a whole row.
    let flat = text.as_known().ok_or_else(|| args.not_known(&text))?;
    let records = records(&text, flat)?;
    let mut records = records.into_iter();
    let Some((_, headers)) = records.next() else {
        return Err("missing header line".into());
    };
    for (index, header) in headers.iter().enumerate() {
        if headers[..index].contains(header) {
            return Err(format!("duplicate column name {:?}", header.to_string()).into());
        }
    }
    check_items(records.len().saturating_mul(headers.len()), args.function)?;
    let mut rows = vec![];
    for (line, fields) in records {
        if fields.len() != headers.len() {
            return Err(format!("CSV parse error on line {line}: wrong number of fields").into());
        }
        let cells = headers.iter().zip(fields);
        let mut row: Map = cells
            .map(|(header, field)| (header.to_string().into(), piece_of(field, args.value(0))))
            .collect();
        row.entries.sort_unstable_keys();
        rows.push(Value::map(row));
    }
    Ok(Value::list(rows).uniform())
}

fn records(text: &Text, flat: &str) -> Result<Vec<Record>, String> {
    let mut records = vec![];
    let (mut at, mut line) = (0, 1);
    while at < flat.len() {
        let rest = &flat[at..];
        let blank = rest.starts_with('\n') || rest.starts_with("\r\n");
        if blank {
            at += rest.find('\n').unwrap_or(0) + 1;
            line += 1;
            continue;
        }
        let (fields, end, lines) = record(text, flat, at, line)?;
        records.push((line, fields));
        (at, line) = (end, line + lines);
    }
    Ok(records)
}

/// The record that starts at an offset, the offset behind it, and how many lines it takes.
fn record(
    text: &Text,
    flat: &str,
    mut at: usize,
    line: usize,
) -> Result<(Vec<Text>, usize, usize), String> {
    let mut fields = vec![];
    let mut lines = 0;
    let error =
        |lines: usize, what: &str| Err(format!("CSV parse error on line {}: {what}", line + lines));
    loop {
        let rest = &flat[at..];
        let end_of_line = rest.find('\n').unwrap_or(rest.len());
        if !rest.starts_with('"') {
            let end = rest[..end_of_line].find(',').unwrap_or(end_of_line);
            let mut field = &rest[..end];
            if end == end_of_line {
                field = field.strip_suffix('\r').unwrap_or(field);
            }
            if field.contains('"') {
                return error(lines, "bare \" in non-quoted-field");
            }
            fields.push(text.slice(at..at + field.len()));
            at += end + 1;
            if end == end_of_line {
                return Ok((fields, at.min(flat.len()), lines + 1));
            }
            continue;
        }
        at += 1;
        let mut builder = Text::builder();
        loop {
            let Some(quote) = flat[at..].find('"') else {
                let last = flat[at..].matches('\n').count();
                let open = lines + last - usize::from(last > 0 && flat.ends_with('\n'));
                return error(open, "extraneous or missing \" in quoted-field");
            };
            // Line breaks in quotes are those of Unix, whatever the file's are.
            let end = at + quote;
            for piece in flat[at..end].split_inclusive("\r\n") {
                let start = at + (piece.as_ptr() as usize - flat[at..].as_ptr() as usize);
                let plain = piece.strip_suffix("\r\n").unwrap_or(piece);
                builder.text(&text.slice(start..start + plain.len()), &Origin::NONE);
                builder.literal(if plain.len() < piece.len() { "\n" } else { "" }, None);
            }
            lines += flat[at..at + quote].matches('\n').count();
            at += quote + 1;
            if !flat[at..].starts_with('"') {
                break;
            }
            builder.literal("\"", None);
            at += 1;
        }
        fields.push(builder.build());
        let rest = &flat[at..];
        match rest.chars().next() {
            Some(',') => at += 1,
            None => return Ok((fields, at, lines + 1)),
            Some('\n') => return Ok((fields, at + 1, lines + 1)),
            Some('\r') if rest.starts_with("\r\n") || rest.len() == 1 => {
                return Ok((fields, (at + 2).min(flat.len()), lines + 1));
            }
            Some(_) => return error(lines, "extraneous or missing \" in quoted-field"),
        }
    }
}
