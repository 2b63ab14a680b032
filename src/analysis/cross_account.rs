//! Whether a statement lets another account in.

use std::sync::Arc;

use super::principals::{account_of_resource, may_own_key};
use super::statement::Said;
use super::{Evidence, Verdict};
use crate::iam::{self, Part};
use crate::value::{Unknown, Why};

/// The accounts of AWS by which load balancers write their access logs, one for each Region that
/// has such.
///
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>
const OF_AWS: &[&str] = &[
    "009996457667",
    "027434742980",
    "033677994240",
    "037604701340",
    "048591011584",
    "054676820928",
    "076674570225",
    "098369216593",
    "114774131450",
    "127311923021",
    "156460612806",
    "190560391635",
    "383597477331",
    "507241528517",
    "582318560864",
    "589379963580",
    "600734575887",
    "635631232127",
    "638102146993",
    "652711504416",
    "718504428378",
    "754344448648",
    "783225319266",
    "797873946194",
    "897822967062",
    "985666609251",
];

/// Whether the statement lets a principal in that is of none of the user's accounts. Where the
/// own account's number is not known, one that is written out is taken for another's, as in
/// trust policies: the own one is seldom written out. Only keys have to name their own.
pub fn lets_in(said: Said<'_>) -> Verdict {
    let accounts = &said.model.accounts;
    let trusted = accounts.trusted.iter().map(String::as_str);
    let trusted: Vec<&str> = trusted.chain(OF_AWS.iter().copied()).collect();
    let own = accounts.own.as_deref().map(Into::into).or_else(|| account_of_resource(said));
    let foreign = iam::cross_account(&said.alone(), Some(own.as_deref().unwrap_or("")), &trusted);
    let foreign = foreign.iter().filter(|foreign| foreign.by.statement == said.statement.index);
    let may_be_own = |account: &Option<iam::Str>| match account.as_ref().map(iam::Str::parts) {
        Some([Part::Text(id)]) => own.is_none() && may_own_key(said, id),
        _ => false,
    };
    let (unsure, sure): (Vec<_>, Vec<_>) =
        foreign.partition(|foreign| !foreign.truth.is_true() || may_be_own(&foreign.account));
    if let Some(first) = sure.first() {
        let mut evidence = Evidence::default();
        evidence.elements.extend(said.element("principals", &first.location));
        return Verdict::Yes(evidence);
    }
    let Some(first) = unsure.first() else { return Verdict::No };
    if let Some(open) = said.entity.field("principals").find_unknown() {
        return Verdict::Unknown(open.clone());
    }
    if first.truth.is_true() {
        let why = Why::Variable("account_id of iacscan.yaml".into());
        return Verdict::Unknown(Arc::new(Unknown::anything(why)));
    }
    said.unknown()
}
