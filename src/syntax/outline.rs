//! The comments of a text, and what in it a comment may be about.

use crate::source::{FileId, SourceFile, Span};

/// Comments and blocks of one text, each in the order it starts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outline {
    /// The comments, with their marks: `# …`, `// …`, `/* … */`.
    pub comments: Vec<Span>,
    /// What reaches from an opening to an end: brackets, heredocs, YAML's entries and items.
    pub blocks: Vec<Block>,
}

/// A stretch of text that holds other things.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// From what opens it, or its key, to its end.
    pub span: Span,
    /// Where the first thing inside starts.
    pub first: u32,
    /// Whether it holds attributes or entries, rather than a list's items or text.
    pub named: bool,
}

impl Outline {
    /// What a comment is about.
    ///
    /// The line it ends, or the one below it if it has a line of its own; with the blocks that
    /// start there. A comment that comes first in a block, above a plain line, is about the
    /// block. `None` if nothing follows.
    pub fn subject(&self, comment: Span, file: &SourceFile) -> Option<Span> {
        let text = file.text();
        let own = file.position(comment.start).line;
        let own_start = file.line_range(own).start;
        let trailing = text[own_start..comment.start as usize].trim();
        if !trailing.is_empty() {
            let line = file.line_range(own);
            let opened = self.starting_in(line.start, comment.start as usize);
            let opened = opened.filter(|block| block.first as usize > comment.start as usize);
            return Some(self.cover(comment.file, line, opened));
        }
        let next = self.next_code(comment, file)?;
        let line = file.line_range(file.position(next as u32).line);
        let starting = self.starting_in(next, line.end.max(next + 1));
        if starting.clone().any(|block| block.span.end as usize > line.end) {
            return Some(self.cover(comment.file, line, starting));
        }
        let around = self.blocks.iter().rev().find(|block| {
            block.named && block.first as usize == next && block.span.start < comment.start
        });
        match around {
            Some(block) => {
                let start = file.line_range(file.position(block.span.start).line).start;
                Some(Span::new(comment.file, start, block.span.end as usize))
            }
            None => Some(self.cover(comment.file, line, starting)),
        }
    }

    /// Whether nothing but comments stands before a comment.
    pub fn is_before_code(&self, comment: Span, text: &str) -> bool {
        let mut at = 0;
        for other in self.comments.iter().take_while(|other| other.start <= comment.start) {
            if !text[at..other.start as usize].trim().is_empty() {
                return false;
            }
            at = other.end as usize;
        }
        true
    }

    fn starting_in(&self, from: usize, to: usize) -> impl Iterator<Item = &Block> + Clone {
        let from = self.blocks.partition_point(|block| (block.span.start as usize) < from);
        self.blocks[from..].iter().take_while(move |block| (block.span.start as usize) < to)
    }

    fn cover<'b>(
        &self,
        file: FileId,
        line: std::ops::Range<usize>,
        blocks: impl Iterator<Item = &'b Block>,
    ) -> Span {
        let end = blocks.map(|block| block.span.end as usize).fold(line.end, usize::max);
        Span::new(file, line.start, end)
    }

    /// Where the code starts on the line below a comment, further comments aside; `None` if
    /// an empty line or the end comes first.
    fn next_code(&self, comment: Span, file: &SourceFile) -> Option<usize> {
        let text = file.text();
        let mut at = comment.end as usize;
        let mut lines = 0;
        loop {
            let rest = &text[at..];
            let code = rest.len() - rest.trim_start().len();
            lines += rest[..code].matches('\n').count();
            at += code;
            if lines > 1 || at >= text.len() {
                return None;
            }
            let index = self.comments.partition_point(|other| (other.start as usize) < at);
            match self.comments.get(index).filter(|other| other.start as usize == at) {
                Some(other) => {
                    at = other.end as usize;
                    lines = 0;
                }
                None => return Some(at),
            }
        }
    }
}
