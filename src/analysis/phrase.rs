//! Requests in words.

use crate::iam::Example;

/// An action pattern as the object of "may".
pub fn action(pattern: &str) -> String {
    match pattern {
        "*" => "iam:CreateUser, as any other action,".into(),
        pattern => pattern.to_owned(),
    }
}

/// A resource pattern as an ARN that it covers, for the action.
pub fn resource(pattern: &str, action: &str) -> String {
    match (pattern, action) {
        ("*", "*") => "arn:aws:iam::<this account>:user/x".into(),
        ("*", _) => "any resource".into(),
        (pattern, _) => pattern.to_owned(),
    }
}

/// A request that somebody can make. Of a role to assume it is plain what it is on.
pub fn request(who: &str, example: &Example, trust: bool) -> String {
    let on = if trust { String::new() } else { format!(" on {}", example.resource) };
    let context: Vec<String> = example
        .context
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(key, values)| format!("{key} = {}", values.join(", ")))
        .collect();
    let with =
        if context.is_empty() { String::new() } else { format!(" with {}", context.join(" and ")) };
    format!("{who} may {}{on}{with}", example.action)
}
