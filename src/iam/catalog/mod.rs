//! AWS's facts.

/// The action as AWS writes it, if AWS has it.
pub(crate) fn proper_action(lower: &str) -> String {
    lower.to_owned()
}
