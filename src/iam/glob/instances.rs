//! The few texts of a pattern that stand for all of them.

use super::{FRESH, Glob, Token, is_star, is_wild};

/// More than this many texts of one pattern are not looked at.
const LIMIT: usize = 4096;

/// Texts of a pattern in which every wildcard is filled with letters no other pattern has.
///
/// Any text of the pattern outside a union of other patterns can be turned into one of these
/// that is outside, too: letters nobody names are accepted by the fewest tokens, and more of
/// them in one place than the others have `?` changes nothing. So if all of these lie in the
/// union, the whole pattern does.
pub(crate) struct Instances<'g> {
    glob: &'g Glob,
    /// How many letters fill each star, the next text to come.
    fill: Vec<usize>,
    most: usize,
    left: usize,
}

impl<'g> Instances<'g> {
    /// `ones` is the largest number of `?` in any pattern to be compared with.
    /// Gives `None` when there would be too many to look at.
    pub(crate) fn new(glob: &'g Glob, ones: usize) -> Option<Instances<'g>> {
        let stars = glob.tokens().iter().filter(|t| is_star(**t)).count();
        let most = if ones == 0 { 1 } else { ones + 1 };
        let left = if ones == 0 {
            1
        } else {
            u32::try_from(stars).ok().and_then(|stars| (most + 1).checked_pow(stars))?
        };
        // The longest fill comes first: without `?` it is the one that matters.
        (left <= LIMIT).then(|| Instances { glob, fill: vec![most; stars], most, left })
    }
}

impl Iterator for Instances<'_> {
    type Item = Vec<Token>;

    fn next(&mut self) -> Option<Vec<Token>> {
        self.left = self.left.checked_sub(1)?;
        let mut text = Vec::with_capacity(self.glob.tokens().len() + self.fill.len() * self.most);
        let mut star = 0;
        for &token in self.glob.tokens() {
            if is_star(token) {
                text.extend(std::iter::repeat_n(FRESH, self.fill[star]));
                star += 1;
            } else {
                text.push(if is_wild(token) { FRESH } else { token });
            }
        }
        for fill in &mut self.fill {
            if *fill > 0 {
                *fill -= 1;
                break;
            }
            *fill = self.most;
        }
        Some(text)
    }
}
