//! A git repository's commits, read from its objects: no program is run, and nothing is
//! written.

mod ancestry;
mod refs;
mod tree;

use std::path::{Path, PathBuf};

use gix_object::{CommitRef, FindExt, Kind};

pub use gix_hash::ObjectId;
pub use tree::{BlobId, CommitTree, blob_id};

/// A repository.
pub struct Repository {
    /// Where the files are checked out.
    work_tree: PathBuf,
    /// The directory of this work tree's `HEAD`.
    git_dir: PathBuf,
    /// The directory that work trees share: references and objects.
    common_dir: PathBuf,
    objects: gix_odb::HandleArc,
}

/// A commit, as far as it matters.
struct Commit {
    tree: ObjectId,
    parents: Vec<ObjectId>,
    /// Seconds since 1970.
    time: i64,
}

impl Repository {
    /// The repository whose work tree is this directory.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(work_tree: &Path) -> Result<Repository, String> {
        let dot = work_tree.join(".git");
        let git_dir = match std::fs::read_to_string(&dot) {
            // A linked work tree or a submodule.
            Ok(text) => match text.trim().strip_prefix("gitdir:") {
                Some(dir) => work_tree.join(dir.trim()),
                None => return Err(format!("{} names no git directory", dot.display())),
            },
            Err(_) if dot.is_dir() => dot,
            Err(_) => {
                return Err(format!("{} is no git repository", work_tree.display()));
            }
        };
        let common_dir = match std::fs::read_to_string(git_dir.join("commondir")) {
            Ok(text) => git_dir.join(text.trim()),
            Err(_) => git_dir.clone(),
        };
        let config = std::fs::read_to_string(common_dir.join("config")).unwrap_or_default();
        let lower = config.to_ascii_lowercase();
        if lower.contains("objectformat") && lower.contains("sha256") {
            return Err("repositories with SHA-256 objects are not read".into());
        }
        if lower.contains("refstorage") && lower.contains("reftable") {
            return Err("repositories with references in reftables are not read".into());
        }
        let mut objects = gix_odb::at(common_dir.join("objects"), gix_hash::Kind::Sha1)
            .and_then(|handle| handle.into_arc())
            .map_err(|error| format!("the objects of {}: {error}", common_dir.display()))?;
        // Whoever fetches meanwhile adds nothing that we look for.
        objects.refresh_never();
        let work_tree = work_tree.to_path_buf();
        Ok(Repository { work_tree, git_dir, common_dir, objects })
    }

    /// Whether the history was fetched in part only.
    pub fn is_shallow(&self) -> bool {
        self.common_dir.join("shallow").exists()
    }

    /// Whether an object is here.
    pub fn has(&self, id: &ObjectId) -> bool {
        gix_object::Exists::exists(&self.objects, id)
    }

    /// The commit of an id, tags followed; `None` if it is not here or no commit.
    fn commit(&self, id: &ObjectId) -> Option<Commit> {
        let mut buffer = vec![];
        let mut id = *id;
        // A tag may be of a tag.
        for _ in 0..8 {
            let object = self.objects.find(&id, &mut buffer).ok()?;
            match object.kind {
                Kind::Commit => {
                    let commit = CommitRef::from_bytes(object.data, gix_hash::Kind::Sha1).ok()?;
                    return Some(Commit {
                        tree: commit.tree(),
                        parents: commit.parents().collect(),
                        time: time(commit.committer),
                    });
                }
                Kind::Tag => {
                    let line = object.data.split(|byte| *byte == b'\n').next()?;
                    id = ObjectId::from_hex(line.strip_prefix(b"object ")?).ok()?;
                }
                _ => return None,
            }
        }
        None
    }

    /// The id of the commit that a tag or commit stands for.
    fn peeled(&self, id: ObjectId) -> Option<ObjectId> {
        let mut buffer = vec![];
        let mut id = id;
        for _ in 0..8 {
            let object = self.objects.find(&id, &mut buffer).ok()?;
            match object.kind {
                Kind::Commit => return Some(id),
                Kind::Tag => {
                    let line = object.data.split(|byte| *byte == b'\n').next()?;
                    id = ObjectId::from_hex(line.strip_prefix(b"object ")?).ok()?;
                }
                _ => return None,
            }
        }
        None
    }
}

/// The time of `Name <mail> 1700000000 +0100`.
fn time(signature: &[u8]) -> i64 {
    let text = String::from_utf8_lossy(signature);
    let after = text.rsplit_once('>').map_or("", |(_, after)| after);
    after.split_whitespace().next().and_then(|time| time.parse().ok()).unwrap_or(0)
}
