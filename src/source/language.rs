use std::path::Path;

/// Which parser and which evaluator a file is meant for, judged by its name alone.
///
/// `Yaml` and `Json` files may turn out to be something other than a template; that is
/// decided by their content (see `cloudformation::is_template`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Language {
    /// `.tf`, `.tofu`: Terraform or OpenTofu in HCL's native syntax.
    Terraform,
    /// `.tf.json`, `.tofu.json`: the same in HCL's JSON syntax.
    TerraformJson,
    /// `.tfvars`: values of variables.
    Tfvars,
    /// `.tfvars.json`.
    TfvarsJson,
    /// `.yaml`, `.yml`, `.template`: perhaps a CloudFormation template.
    Yaml,
    /// `.json`: perhaps a CloudFormation template or a Terraform plan.
    Json,
}

impl Language {
    /// The language of a file name, or `None` for files that are never read.
    pub fn of(path: &Path) -> Option<Language> {
        // A name that is no UTF-8 is a name to Terraform, too.
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
        // Editors' backup and lock files.
        if name.starts_with(".#") || name.ends_with('~') {
            return None;
        }
        const BY_SUFFIX: &[(&str, Language)] = &[
            (".tf.json", Language::TerraformJson),
            (".tofu.json", Language::TerraformJson),
            (".tfvars.json", Language::TfvarsJson),
            (".tf", Language::Terraform),
            (".tofu", Language::Terraform),
            (".tfvars", Language::Tfvars),
            (".yaml", Language::Yaml),
            (".yml", Language::Yaml),
            (".template", Language::Yaml),
            (".json", Language::Json),
        ];
        BY_SUFFIX.iter().find(|(suffix, _)| name.ends_with(suffix)).map(|(_, language)| *language)
    }

    /// Whether the file belongs to a Terraform module.
    pub fn is_terraform(self) -> bool {
        !matches!(self, Language::Yaml | Language::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_hides_nothing() {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"bad\xFF.tf");
        assert_eq!(Language::of(Path::new(name)), Some(Language::Terraform));
    }

    #[test]
    fn the_longest_suffix_decides() {
        assert_eq!(Language::of(Path::new("x/main.tf.json")), Some(Language::TerraformJson));
        assert_eq!(Language::of(Path::new("prod.auto.tfvars")), Some(Language::Tfvars));
        assert_eq!(Language::of(Path::new("stack.TEMPLATE")), Some(Language::Yaml));
        assert_eq!(Language::of(Path::new("main.tf~")), None);
        assert_eq!(Language::of(Path::new("README.md")), None);
    }
}
