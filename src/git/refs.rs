//! Revisions, as users name them.

use gix_hash::{ObjectId, Prefix};

use super::Repository;

/// Where git looks for a reference that is not named in full.
///
/// <https://git-scm.com/docs/gitrevisions>
const PLACES: [&str; 5] = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"];

impl Repository {
    /// The commit of a revision: a hash or the start of one, or a reference, with any number
    /// of `^`, `^N` and `~N`. `None` if there is no such commit here.
    pub fn resolve(&self, revision: &str) -> Option<ObjectId> {
        let end = revision.find(['^', '~']).unwrap_or(revision.len());
        let (base, steps) = revision.split_at(end);
        let base = if base == "@" { "HEAD" } else { base };
        let mut id = self.peeled(self.named(base)?)?;
        let mut rest = steps;
        while let Some(kind) = rest.chars().next() {
            let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
            let number: usize = match &rest[1..1 + digits] {
                "" => 1,
                digits => digits.parse().ok()?,
            };
            match kind {
                '^' if number > 0 => id = *self.commit(&id)?.parents.get(number - 1)?,
                '^' => {}
                '~' => {
                    for _ in 0..number {
                        id = *self.commit(&id)?.parents.first()?;
                    }
                }
                _ => return None,
            }
            rest = &rest[1 + digits..];
        }
        self.commit(&id).map(|_| id)
    }

    /// The second parent of a merge, whether it is here or not.
    pub fn second_parent(&self, revision: &str) -> Option<ObjectId> {
        self.commit(&self.resolve(revision)?)?.parents.get(1).copied()
    }

    fn named(&self, name: &str) -> Option<ObjectId> {
        if name.len() == 40
            && let Ok(id) = ObjectId::from_hex(name.as_bytes())
        {
            return Some(id);
        }
        let by_name = PLACES.iter().find_map(|place| self.reference(&format!("{place}{name}"), 0));
        by_name
            .or_else(|| self.reference(&format!("refs/remotes/{name}/HEAD"), 0))
            .or_else(|| self.abbreviated(name))
    }

    fn abbreviated(&self, name: &str) -> Option<ObjectId> {
        let prefix = (name.len() >= 4).then(|| Prefix::from_hex(name).ok()).flatten()?;
        self.objects.lookup_prefix(prefix, None).ok()??.ok()
    }

    /// A reference by its full name.
    fn reference(&self, name: &str, depth: usize) -> Option<ObjectId> {
        let parts = || name.split('/');
        // No reference is named like this, and no path may lead out.
        if depth > 5 || name.is_empty() || parts().any(|p| matches!(p, "" | "." | "..")) {
            return None;
        }
        // The work tree's own first, as HEAD is.
        let loose = [&self.git_dir, &self.common_dir]
            .into_iter()
            .find_map(|dir| std::fs::read_to_string(dir.join(name)).ok());
        let Some(text) = loose else { return self.packed(name) };
        match text.trim().strip_prefix("ref:") {
            Some(other) => self.reference(other.trim(), depth + 1),
            None => ObjectId::from_hex(text.split_whitespace().next()?.as_bytes()).ok(),
        }
    }

    fn packed(&self, name: &str) -> Option<ObjectId> {
        let text = std::fs::read_to_string(self.common_dir.join("packed-refs")).ok()?;
        let line = text.lines().find(|line| {
            line.split_once(' ').is_some_and(|(_, known)| known == name) && !line.starts_with('#')
        })?;
        ObjectId::from_hex(line.split_once(' ')?.0.as_bytes()).ok()
    }
}
