//! What stands for the account and partition deployed to, as a simulated request has them.

use crate::iam::{Part, Request, Str, Symbol, Tree};

/// What symbols stand for.
pub struct Settled {
    partition: String,
    account: Option<String>,
    region: Option<String>,
}

impl Settled {
    /// As the request's ARNs have it: the policies are of who asks and of what is asked for.
    pub fn of(request: &Request) -> Settled {
        let fields = |arn: &str| arn.splitn(6, ':').map(str::to_owned).collect::<Vec<String>>();
        let arns = request.principal.iter().chain([&request.resource]);
        let arns: Vec<Vec<String>> =
            arns.map(|arn| fields(arn)).filter(|f| f.len() == 6 && f[0] == "arn").collect();
        let field = |index: usize| {
            let mut all = arns.iter().map(|arn| arn[index].clone());
            all.find(|field| !field.is_empty() && !field.contains(['*', '?']))
        };
        Settled {
            partition: field(1).unwrap_or_else(|| "aws".into()),
            account: request.resource_account.clone().or_else(|| field(4)),
            region: field(3),
        }
    }

    /// The tree with its symbols replaced where it is known what they stand for.
    pub fn tree(&self, tree: &Tree) -> Tree {
        match tree {
            Tree::String(text) => Tree::String(self.text(text)),
            Tree::List(items) => Tree::List(items.iter().map(|item| self.tree(item)).collect()),
            Tree::Object(entries) => Tree::Object(
                entries.iter().map(|(key, value)| (self.text(key), self.tree(value))).collect(),
            ),
            other => other.clone(),
        }
    }

    fn text(&self, text: &Str) -> Str {
        if text.is_known() {
            return text.clone();
        }
        let china = self.partition == "aws-cn";
        Str::from_parts(text.parts().iter().map(|part| {
            let known = match part {
                Part::Symbol(Symbol::Partition) => Some(self.partition.as_str()),
                Part::Symbol(Symbol::DnsSuffix) if china => Some("amazonaws.com.cn"),
                Part::Symbol(Symbol::DnsSuffix) => Some("amazonaws.com"),
                Part::Symbol(Symbol::Account) => self.account.as_deref(),
                Part::Symbol(Symbol::Region) => self.region.as_deref(),
                _ => None,
            };
            known.map_or_else(|| part.clone(), |known| Part::Text(known.into()))
        }))
    }
}
