//! Who makes a request.

use crate::iam::document::{Principal, PrincipalKind};

/// How a resource policy names the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Naming {
    /// By its account.
    Account,
    /// By the role of its session.
    Role,
    /// Everyone is meant.
    Everyone,
    /// Itself: the user, the session, the service.
    Direct,
}

/// Who makes a request.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The root user of an account.
    Root {
        /// Its account.
        account: String,
        /// Its ARN.
        arn: String,
    },
    /// An IAM user.
    User {
        /// Its account.
        account: String,
        /// Its ARN.
        arn: String,
    },
    /// A role, seen through whatever session.
    Role {
        /// Its account.
        account: String,
        /// Its ARN.
        arn: String,
    },
    /// A session of a role.
    Session {
        /// Its account.
        account: String,
        /// Its ARN, of the service `sts`.
        arn: String,
    },
    /// A session of a federated user.
    FederatedUser {
        /// Its account.
        account: String,
        /// Its ARN, of the service `sts`.
        arn: String,
    },
    /// An AWS service.
    Service(String),
    /// Somebody an identity provider vouches for.
    Federated(String),
    /// An account by its canonical id.
    Canonical(String),
    /// Somebody without credentials.
    Anonymous,
}

impl Caller {
    /// Reads an ARN, an account id, a service principal, a provider or `*`.
    #[must_use]
    pub fn parse(text: &str) -> Caller {
        let text = text.trim();
        let (kind, rest) = text.split_once(':').unwrap_or(("", text));
        match kind {
            "AWS" => return Caller::parse(rest),
            "Service" => return Caller::Service(rest.to_owned()),
            "Federated" => return Caller::Federated(rest.to_owned()),
            "CanonicalUser" => return Caller::Canonical(rest.to_owned()),
            _ => {}
        }
        if text.is_empty() || text == "*" || text == "anonymous" {
            return Caller::Anonymous;
        }
        if is_account(text) {
            let arn = format!("arn:aws:iam::{text}:root");
            return Caller::Root { account: text.to_owned(), arn };
        }
        let fields: Vec<&str> = text.splitn(6, ':').collect();
        if let ["arn", _, service, _, account, name] = fields.as_slice() {
            let (account, arn) = ((*account).to_owned(), text.to_owned());
            return match (*service, name.split('/').next().unwrap_or("")) {
                ("iam", "user") => Caller::User { account, arn },
                ("iam", "role") => Caller::Role { account, arn },
                ("iam", "root") => Caller::Root { account, arn },
                ("sts", "assumed-role") => Caller::Session { account, arn },
                ("sts", "federated-user") => Caller::FederatedUser { account, arn },
                ("iam", "saml-provider" | "oidc-provider") => Caller::Federated(arn),
                _ => Caller::User { account, arn },
            };
        }
        if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Caller::Canonical(text.to_owned());
        }
        let service = [".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal"];
        if service.iter().any(|end| text.ends_with(end))
            && !text.starts_with("cognito-identity.")
            && text != "www.amazon.com"
        {
            Caller::Service(text.to_owned())
        } else {
            Caller::Federated(text.to_owned())
        }
    }

    /// The account it belongs to.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        match self {
            Caller::Root { account, .. }
            | Caller::User { account, .. }
            | Caller::Role { account, .. }
            | Caller::Session { account, .. }
            | Caller::FederatedUser { account, .. } => Some(account),
            _ => None,
        }
    }

    /// Its ARN.
    #[must_use]
    pub fn arn(&self) -> Option<&str> {
        match self {
            Caller::Root { arn, .. }
            | Caller::User { arn, .. }
            | Caller::Role { arn, .. }
            | Caller::Session { arn, .. }
            | Caller::FederatedUser { arn, .. } => Some(arn),
            _ => None,
        }
    }

    /// Whether it is the root user.
    #[must_use]
    pub fn is_root(&self) -> bool {
        matches!(self, Caller::Root { .. })
    }

    /// Whether it is a role AWS keeps for a service, which control policies do not bind.
    #[must_use]
    pub fn is_service_linked(&self) -> bool {
        self.arn().is_some_and(|arn| {
            arn.contains("/aws-service-role/") || arn.contains(":assumed-role/AWSServiceRoleFor")
        })
    }

    /// The value of `aws:PrincipalArn`: of a session, the role's.
    #[must_use]
    pub fn principal_arn(&self) -> Option<String> {
        match self {
            Caller::Session { arn, .. } => {
                let fields: Vec<&str> = arn.splitn(6, ':').collect();
                let [_, partition, _, _, account, name] = fields.as_slice() else { return None };
                let role = name.split('/').nth(1)?;
                Some(format!("arn:{partition}:iam::{account}:role/{role}"))
            }
            other => other.arn().map(str::to_owned),
        }
    }

    /// The role name and the session name of a session; the role name of a role.
    pub(super) fn role(&self) -> Option<&str> {
        match self {
            Caller::Session { arn, .. } => arn.split('/').nth(1),
            Caller::Role { arn, .. } => arn.rsplit('/').next(),
            _ => None,
        }
    }

    /// How a principal of a resource policy names it; `None` if it names somebody else.
    pub(crate) fn named_by(&self, principal: &Principal) -> Option<Naming> {
        let text = principal.text.as_text()?;
        let caller = self;
        let direct = |own: &str| (own == text).then_some(Naming::Direct);
        match &principal.kind {
            PrincipalKind::Aws => {
                if text == "*" {
                    return Some(Naming::Everyone);
                }
                if caller.arn() == Some(text) {
                    let role = matches!(caller, Caller::Role { .. });
                    return Some(if role { Naming::Role } else { Naming::Direct });
                }
                let account = caller.account()?;
                if is_account(text) {
                    return (text == account).then_some(Naming::Account);
                }
                let fields: Vec<&str> = text.splitn(6, ':').collect();
                let ["arn", _, "iam", _, of, name] = fields.as_slice() else { return None };
                if *of != account {
                    return None;
                }
                if *name == "root" {
                    return Some(Naming::Account);
                }
                let session = matches!(caller, Caller::Session { .. });
                let role = name.strip_prefix("role/")?;
                (session && caller.role() == role.rsplit('/').next()).then_some(Naming::Role)
            }
            PrincipalKind::Service => match caller {
                Caller::Service(own) => direct(own),
                _ => None,
            },
            PrincipalKind::Federated => match caller {
                Caller::Federated(own) => direct(own),
                _ => None,
            },
            PrincipalKind::CanonicalUser => match caller {
                Caller::Canonical(own) => direct(own),
                _ => None,
            },
            PrincipalKind::Other(_) => None,
        }
    }

    /// The context keys that follow from who it is.
    pub(super) fn context(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        if let Some(arn) = self.principal_arn() {
            all.push(("aws:principalarn", arn));
        }
        if let Some(account) = self.account() {
            all.push(("aws:principalaccount", account.to_owned()));
            all.push(("kms:calleraccount", account.to_owned()));
        }
        let kind = match self {
            Caller::Root { .. } => Some("Account"),
            Caller::User { .. } => Some("User"),
            Caller::Role { .. } | Caller::Session { .. } => Some("AssumedRole"),
            Caller::FederatedUser { .. } => Some("FederatedUser"),
            Caller::Anonymous => Some("Anonymous"),
            _ => None,
        };
        all.extend(kind.map(|kind| ("aws:principaltype", kind.to_owned())));
        if let Caller::User { arn, .. } = self {
            let name = arn.rsplit('/').next().unwrap_or("");
            all.push(("aws:username", name.to_owned()));
        }
        if matches!(self, Caller::Anonymous) {
            all.push(("aws:principalaccount", "anonymous".to_owned()));
        }
        // Signed requests have it; web identities and SAML sign none.
        let service = matches!(self, Caller::Service(_));
        if service || !matches!(self, Caller::Anonymous | Caller::Federated(_)) {
            all.push(("aws:principalisawsservice", service.to_string()));
        }
        if let Caller::Service(name) = self {
            all.push(("aws:principalservicename", name.clone()));
            all.push(("aws:principalservicenameslist", name.clone()));
        }
        all
    }
}

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}
