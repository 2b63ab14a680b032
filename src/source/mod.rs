//! Files and places: what was read, and where in it something stands.
//!
//! This room finds files, reads their text and names positions in them. It knows no
//! language's grammar; [`Language`] only tells which parser a file is meant for.

mod diagnostic;
mod exclude;
mod ignored;
mod language;
mod read;
mod root;
mod tree;
mod walk;

use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, RwLock};

pub use diagnostic::{Diagnostic, DiagnosticKind, Place};
pub use exclude::Exclude;
pub use language::Language;
pub use read::{DEFAULT_SIZE_LIMIT, decode, read};
pub use root::{Root, leads_out, slashed};
pub use tree::{Disk, Entry, Tree};
pub(crate) use walk::clean;
pub use walk::{Found, SKIPPED, WalkOptions, find};

/// Names one file of a [`Sources`]. Numbers are given in no promised order: sort by path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(NonZeroU32);

impl FileId {
    /// The file with this index in its store. For tests and for parsers run alone.
    pub fn from_index(index: usize) -> FileId {
        let index = u32::try_from(index + 1).expect("fewer than 2^32 files");
        FileId(NonZeroU32::new(index).expect("index + 1 is positive"))
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A half-open range of bytes, `start..end`, in the text of one file.
///
/// Offsets count from the start of [`SourceFile::text`], which has no byte-order mark.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of `file`.
    pub fn new(file: FileId, start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { file, start: start as u32, end: end as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The part of this span from `start` to `end`, both counted in bytes from its start.
    pub fn part(self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: self.start + start as u32, end: self.start + end as u32 }
    }

    /// The smallest span that covers both; both must be in the same file.
    pub fn to(self, other: Span) -> Span {
        debug_assert_eq!(self.file, other.file);
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and a column, both counted from 1; the column counts Unicode code points.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in code points.
    pub column: usize,
}

/// One file that was read: UTF-8 text without a byte-order mark.
#[derive(Debug)]
pub struct SourceFile {
    path: PathBuf,
    text: Arc<str>,
    place: OnceLock<String>,
    lines: OnceLock<Vec<u32>>,
    /// Code points before each block of bytes.
    code_points: OnceLock<Vec<usize>>,
}

impl SourceFile {
    /// The path as the user reaches it from where the command runs.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path relative to the root of its repository, links within it resolved: where those
    /// who show a repository's files have the text.
    pub fn place(&self, root: &Root) -> &str {
        self.place.get_or_init(|| root.resolved(&self.path))
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, shared.
    pub fn shared_text(&self) -> Arc<str> {
        self.text.clone()
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let newlines = bytes.iter().enumerate().filter(|(_, b)| **b == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| at as u32 + 1)).collect()
        })
    }

    /// Line and column of a byte offset; an offset past the end is taken as the end.
    pub fn position(&self, offset: u32) -> Position {
        let lines = self.lines();
        let line = lines.partition_point(|start| *start <= offset) - 1;
        let end = (offset as usize).min(self.text.len());
        let column = self.code_points(end) - self.code_points(lines[line] as usize) + 1;
        Position { line: line + 1, column }
    }

    /// How many code points begin before an offset. Counted once in blocks: a file may be one
    /// long line with a finding at every turn.
    fn code_points(&self, end: usize) -> usize {
        const BLOCK: usize = 1024;
        // Every byte but UTF-8 continuation bytes.
        let count = |bytes: &[u8]| bytes.iter().filter(|b| **b & 0xC0 != 0x80).count();
        let bytes = self.text.as_bytes();
        let before = self.code_points.get_or_init(|| {
            let counted = bytes.chunks(BLOCK).scan(0, |sum, block| {
                *sum += count(block);
                Some(*sum)
            });
            std::iter::once(0).chain(counted).collect()
        });
        let block = end / BLOCK;
        before[block] + count(&bytes[block * BLOCK..end])
    }

    /// The text of one line, counted from 1, without its line end.
    pub fn line(&self, line: usize) -> &str {
        &self.text[self.line_range(line)]
    }

    /// The bytes of one line, counted from 1, without its line end; empty past the last.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let lines = self.lines();
        let Some(start) = lines.get(line - 1) else { return self.text.len()..self.text.len() };
        let (start, end) =
            (*start as usize, lines.get(line).map_or(self.text.len(), |next| *next as usize));
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

/// The store of every file that was read in one run, and where files are read from. Files are
/// only ever added.
#[derive(Debug)]
pub struct Sources {
    files: Arc<RwLock<Vec<Arc<SourceFile>>>>,
    tree: Arc<dyn Tree>,
    consulted: Mutex<BTreeSet<Consulted>>,
}

/// What an evaluation depends on besides the files that were found.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Consulted {
    /// A file or directory, or where there is none.
    pub path: PathBuf,
    /// The directory of the Terraform root that was evaluated; `None` for anything.
    pub root: Option<PathBuf>,
}

impl Default for Sources {
    fn default() -> Sources {
        Sources { files: Arc::default(), tree: Arc::new(Disk), consulted: Mutex::default() }
    }
}

impl Sources {
    /// An empty store of files on disk.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// The same store, with files read from elsewhere.
    pub fn with_tree(&self, tree: impl Tree + 'static) -> Sources {
        Sources { files: self.files.clone(), tree: Arc::new(tree), consulted: Mutex::default() }
    }

    /// Where files are read from.
    pub fn tree(&self) -> &dyn Tree {
        &*self.tree
    }

    /// Remembers that an evaluation depends on what is, or is not, at a path: that of the
    /// Terraform root in a directory, or of anything if none is given.
    pub fn consult(&self, path: &Path, root: Option<&Path>) {
        let consulted = Consulted { path: path.into(), root: root.map(Path::to_path_buf) };
        self.consulted.lock().unwrap_or_else(|e| e.into_inner()).insert(consulted);
    }

    /// The paths that evaluations depend on besides the files that were found.
    pub fn consulted(&self) -> BTreeSet<Consulted> {
        self.consulted.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }

    /// Adds a file under the path users know it by.
    pub fn add(&self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> FileId {
        let file = SourceFile {
            path: path.into(),
            text: text.into(),
            place: OnceLock::new(),
            lines: OnceLock::new(),
            code_points: OnceLock::new(),
        };
        let mut files = self.files.write().unwrap_or_else(|e| e.into_inner());
        files.push(Arc::new(file));
        FileId::from_index(files.len() - 1)
    }

    /// The file of that id.
    pub fn get(&self, id: FileId) -> Arc<SourceFile> {
        self.files.read().unwrap_or_else(|e| e.into_inner())[id.index()].clone()
    }

    /// The path of a file.
    pub fn path(&self, id: FileId) -> PathBuf {
        self.get(id).path.clone()
    }

    /// The text a span covers.
    pub fn snippet(&self, span: Span) -> String {
        let file = self.get(span.file);
        file.text.get(span.start as usize..span.end as usize).unwrap_or("").to_owned()
    }

    /// Line and column where a span starts.
    pub fn start(&self, span: Span) -> Position {
        self.get(span.file).position(span.start)
    }

    /// Line and column past a span's last character.
    pub fn end(&self, span: Span) -> Position {
        self.get(span.file).position(span.end)
    }

    /// How many files the store holds.
    pub fn len(&self) -> usize {
        self.files.read().unwrap_or_else(|e| e.into_inner()).len()
    }

    /// The ids of all files.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..self.len()).map(FileId::from_index)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_code_points_and_lines() {
        let sources = Sources::new();
        let id = sources.add("a.tf", "a = \"é\"\r\nb = 1\n");
        let file = sources.get(id);
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(7), Position { line: 1, column: 7 }, "é is two bytes, one column");
        assert_eq!(file.position(10), Position { line: 2, column: 1 });
        assert_eq!(file.line(1), "a = \"é\"");
        assert_eq!(file.line(2), "b = 1");
        assert_eq!(file.position(999).line, 3);
    }

    #[test]
    fn long_lines_count_as_short_ones_do() {
        let sources = Sources::new();
        let text = "aé".repeat(5 * 1024);
        let file = sources.get(sources.add("plan.json", text.as_str()));
        for (at, _) in text.char_indices().step_by(511) {
            let column = text[..at].chars().count() + 1;
            assert_eq!(file.position(at as u32), Position { line: 1, column });
        }
        assert_eq!(file.position(text.len() as u32).column, 10 * 1024 + 1);
    }
}
