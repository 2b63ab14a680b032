//! Which rules of ours say what a rule of another tool says: `data/skip_equivalents.tsv`.

/// A tool whose skip comments are understood. `tfsec` shares its rules with trivy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Tool {
    /// Checkov.
    Checkov,
    /// trivy, and tfsec that it grew out of.
    Trivy,
    /// KICS.
    Kics,
    /// cfn_nag.
    CfnNag,
}

impl Tool {
    /// Its name, as the table has it.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Checkov => "checkov",
            Tool::Trivy => "trivy",
            Tool::Kics => "kics",
            Tool::CfnNag => "cfn_nag",
        }
    }
}

/// The ids of our rules for a tool's rule; none if there is no equivalent. Trivy's
/// newer names of its rules lack the `AVD-`.
pub fn rules(tool: Tool, id: &str) -> Option<Vec<&'static str>> {
    let bare = |id: &str| match id.get(..4) {
        Some(mark) if tool == Tool::Trivy && mark.eq_ignore_ascii_case("avd-") => {
            id[4..].to_owned()
        }
        _ => id.to_owned(),
    };
    let id = bare(id);
    let rows = include_str!("../../data/skip_equivalents.tsv").lines().skip(1);
    let mut columns = rows.map(|row| row.split('\t').collect::<Vec<_>>());
    let row = columns.find(|columns| {
        columns.len() == 3
            && columns[0] == tool.name()
            && bare(columns[1]).eq_ignore_ascii_case(&id)
    })?;
    Some(row[2].split(',').collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn trivy_names_rules_in_two_ways() {
        use super::{Tool, rules};
        assert_eq!(rules(Tool::Trivy, "AWS-0086"), rules(Tool::Trivy, "AVD-AWS-0086"));
        assert!(rules(Tool::Trivy, "aws-0086").is_some() && rules(Tool::Trivy, "0086").is_none());
    }

    #[test]
    fn every_row_names_rules_that_there_are() {
        let known: Vec<_> = crate::rules::builtin().into_iter().map(|rule| rule.id).collect();
        let rows = include_str!("../../data/skip_equivalents.tsv");
        let mut seen = std::collections::HashSet::new();
        for row in rows.lines().skip(1) {
            let columns: Vec<&str> = row.split('\t').collect();
            assert_eq!(columns.len(), 3, "{row}");
            assert!(seen.insert(&row[..columns[0].len() + 1 + columns[1].len()]), "{row}");
            for rule in columns[2].split(',') {
                assert!(known.iter().any(|id| id == rule), "{row}");
            }
        }
    }
}
