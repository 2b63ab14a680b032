//! Tables in blocks that are unpacked one by one.

use std::io::Read;
use std::sync::OnceLock;

/// A stretch of a table.
pub(super) struct Block {
    /// What is in it, in order.
    pub names: Vec<&'static str>,
    packed: &'static [u8],
    size: usize,
    text: OnceLock<String>,
}

impl Block {
    /// Its text, unpacked when first asked for.
    pub(super) fn text(&'static self) -> &'static str {
        self.text.get_or_init(|| {
            let mut text = String::with_capacity(self.size);
            let mut decoder = flate2::read::DeflateDecoder::new(self.packed);
            // The tables are our own; a broken one is empty, and a test would tell.
            if decoder.read_to_string(&mut text).is_err() {
                text.clear();
            }
            text
        })
    }
}

/// The blocks of a table, by its index.
pub(super) fn blocks(table: &'static [u8]) -> Vec<Block> {
    let head = table.get(..4).and_then(|b| <[u8; 4]>::try_from(b).ok());
    let head = head.map_or(0, |b| usize::try_from(u32::from_le_bytes(b)).unwrap_or(0));
    let index = table.get(4..4 + head).and_then(|b| std::str::from_utf8(b).ok());
    let mut at = 4 + head;
    let mut blocks = Vec::new();
    for line in index.unwrap_or("").lines() {
        let mut fields = line.split('\t');
        let mut number = || fields.next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let (length, size): (usize, usize) = (number(), number());
        let names = fields.next().unwrap_or("").split(' ').collect();
        let packed = table.get(at..at + length).unwrap_or(&[]);
        at += length;
        blocks.push(Block { names, packed, size, text: OnceLock::new() });
    }
    blocks
}
