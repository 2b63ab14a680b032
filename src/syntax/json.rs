//! JSON to a spanned tree.
