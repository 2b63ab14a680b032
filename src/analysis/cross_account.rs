//! Whether a statement lets another account in.

use std::sync::Arc;

use super::statement::Said;
use super::{Evidence, Verdict};
use crate::iam;
use crate::value::{Unknown, Why};

/// Whether the statement lets a principal in that is of none of the user's accounts. Where
/// the own account's number is not known, that of another tells nothing.
pub fn lets_in(said: Said<'_>) -> Verdict {
    let accounts = &said.model.accounts;
    let trusted: Vec<&str> = accounts.trusted.iter().map(String::as_str).collect();
    let foreign = iam::cross_account(&said.alone(), accounts.own.as_deref(), &trusted);
    let own = foreign.iter().filter(|foreign| foreign.by.statement == said.statement.index);
    let Some(first) = own.min_by_key(|foreign| !foreign.truth.is_true()) else {
        return Verdict::No;
    };
    if first.truth.is_true() {
        let mut evidence = Evidence::default();
        evidence.elements.extend(said.element("principals", &first.location));
        return Verdict::Yes(evidence);
    }
    if let Some(open) = said.entity.field("principals").find_unknown() {
        return Verdict::Unknown(open.clone());
    }
    match accounts.own {
        Some(_) => said.unknown(),
        None => {
            let why = Why::Variable("account_id of iacscan.yaml".into());
            Verdict::Unknown(Arc::new(Unknown::anything(why)))
        }
    }
}
