//! Where two histories part.

use std::collections::{BinaryHeap, HashMap};

use gix_hash::ObjectId;

use super::Repository;

const OURS: u8 = 1;
const THEIRS: u8 = 2;
/// An ancestor of a common one.
const STALE: u8 = 4;

impl Repository {
    /// The youngest common ancestor of two commits; `None` if no history that is here leads to
    /// one. What is missing, as beyond the end of a shallow clone, is taken for the beginning.
    pub fn merge_base(&self, ours: ObjectId, theirs: ObjectId) -> Option<ObjectId> {
        let mut flags: HashMap<ObjectId, u8> = HashMap::new();
        let mut queue: BinaryHeap<(i64, ObjectId)> = BinaryHeap::new();
        for (id, flag) in [(ours, OURS), (theirs, THEIRS)] {
            *flags.entry(id).or_default() |= flag;
            queue.push((self.commit(&id)?.time, id));
        }
        let mut common: Vec<(i64, ObjectId)> = vec![];
        while queue.iter().any(|(_, id)| flags[id] & STALE == 0) {
            let Some((time, id)) = queue.pop() else { break };
            let mut flag = flags[&id];
            if flag & STALE == 0 && flag & OURS != 0 && flag & THEIRS != 0 {
                common.push((time, id));
                flag |= STALE;
            }
            for parent in self.commit(&id).into_iter().flat_map(|commit| commit.parents) {
                let known = flags.entry(parent).or_default();
                if *known & flag == flag {
                    continue;
                }
                *known |= flag;
                if let Some(commit) = self.commit(&parent) {
                    queue.push((commit.time, parent));
                }
            }
        }
        // Clocks differ: one may have been reached before what it is an ancestor of.
        let best = common.into_iter().filter(|(_, id)| flags[id] & STALE == 0);
        best.max().map(|(_, id)| id)
    }
}
