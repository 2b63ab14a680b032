//! YAML to a spanned tree.
