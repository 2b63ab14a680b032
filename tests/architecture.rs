//! What rooms must never know, and what the dependency tree must never hold.

use std::path::Path;

/// Room, and what it may use of the crate besides itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("git", &["source"]),
    ("syntax", &["source"]),
    ("value", &["source"]),
    ("iam", &[]),
    ("declared", &["source", "value"]),
    ("forms", &["declared", "value"]),
    ("terraform", &["source", "syntax", "value", "declared", "forms"]),
    ("cloudformation", &["source", "syntax", "value", "declared", "forms"]),
    ("model", &["source", "value", "declared", "forms", "iam"]),
    ("analysis", &["model", "value", "iam"]),
    ("finding", &["source"]),
    ("suppress", &["source", "syntax", "finding"]),
    ("migrate", &["source", "syntax", "finding"]),
    ("rules", &["source", "syntax", "value", "iam", "model", "analysis", "finding"]),
    ("report", &["source", "iam", "finding"]),
];

#[test]
fn data_flows_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = vec![];
    let mut seen = 0;
    for (room, allowed) in ROOMS {
        for file in files(&src, room) {
            seen += 1;
            let text = std::fs::read_to_string(&file).unwrap();
            for used in uses(&text) {
                if used != *room && !allowed.contains(&used.as_str()) {
                    wrong.push(format!(
                        "{} uses {used}",
                        file.strip_prefix(&src).unwrap().display()
                    ));
                }
            }
        }
    }
    assert!(seen > 50, "the rooms are where they should be");
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn files(src: &Path, room: &str) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    let file = src.join(format!("{room}.rs"));
    if file.exists() {
        found.push(file);
    }
    let mut folders = vec![src.join(room)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// Rooms named after `crate::`, outside of tests and comments.
fn uses(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut used = vec![];
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            match rest.strip_prefix('{') {
                Some(list) => {
                    let names = list.split('}').next().unwrap_or("").split(',');
                    used.extend(
                        names.map(|name| name.trim().split("::").next().unwrap_or("").to_owned()),
                    );
                }
                None => used.push(
                    rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                        .next()
                        .unwrap_or("")
                        .to_owned(),
                ),
            }
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

/// A scanner that cannot leak: nothing in the tree opens a socket or speaks TLS, on any platform
/// and not in tests either. Read from the lock file, which is there before anything is fetched.
#[test]
fn no_network_crate_is_in_the_tree() {
    let lock = include_str!("../Cargo.lock");
    let names: Vec<&str> =
        lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')).collect();
    assert!(names.contains(&"iacscan") && names.len() > 100, "the lock file was read");
    const FORBIDDEN: &[&str] = &[
        "hyper",
        "reqwest",
        "ureq",
        "curl",
        "curl-sys",
        "isahc",
        "surf",
        "attohttpc",
        "minreq",
        "rustls",
        "openssl",
        "openssl-sys",
        "native-tls",
        "boring",
        "tokio",
        "async-std",
        "mio",
        "socket2",
        "h2",
        "h3",
        "quinn",
        "tonic",
        "tungstenite",
        "trust-dns-resolver",
        "hickory-resolver",
        "ssh2",
        "git2",
        "libgit2-sys",
        // Of gitoxide, what fetches or runs programs.
        "gix",
        "gix-transport",
        "gix-protocol",
        "gix-credentials",
        "gix-command",
    ];
    for name in names {
        assert!(
            !FORBIDDEN.contains(&name) && !name.starts_with("aws-"),
            "{name} can reach the network"
        );
    }
}
