//! Who the principal of a search is, and the condition keys that follow from it.
//!
//! The text of a principal of an account is its `aws:PrincipalArn`. A session of a role adds
//! [`SESSION`] and its name: two sessions of one role have the same ARN.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties>

use std::cell::OnceCell;

use super::matcher::{Matcher, Test};
use super::witness::readable;
use crate::iam::glob::{
    FRESH, Glob, MANY, MANY_FIELD, ONE, ONE_FIELD, Reading, Token, intersect, letters,
};
use crate::iam::text::Str;

/// Between the ARN of a role and the name of a session; no letter of any text.
pub(crate) const SESSION: Token = FRESH + 1;

/// What kind of principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Anonymous,
    Root,
    User,
    /// A role, whatever its session.
    Role,
    Session,
    FederatedUser,
    Service,
    Federated,
    /// It cannot be told: nothing follows from it.
    Other,
}

/// Whether what a key holds may follow from who asks.
pub(super) fn is_tied(key: &str) -> bool {
    matches!(
        key,
        "aws:principalarn"
            | "aws:principalaccount"
            | "aws:principaltype"
            | "aws:principalisawsservice"
            | "aws:principalservicename"
            | "aws:principalorgid"
            | "aws:principalorgpaths"
            | "aws:userid"
            | "aws:username"
            | "kms:calleraccount"
    ) || key.starts_with("aws:principaltag/")
}

/// The principal of a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Caller<'t> {
    pub kind: Kind,
    text: &'t [Token],
}

impl<'t> Caller<'t> {
    /// `None` if there is no such principal.
    pub(super) fn of(text: &'t [Token]) -> Option<Caller<'t>> {
        let is = |kind| Some(Caller { kind, text });
        let begins = |text: &[Token], with: &str| {
            let mut text = text.iter();
            with.chars().all(|c| text.next() == Some(&Token::from(c)))
        };
        for (start, kind) in [
            ("Anonymous", Kind::Anonymous),
            ("Service:", Kind::Service),
            ("Federated:", Kind::Federated),
        ] {
            if begins(text, start) {
                return is(kind);
            }
        }
        let sessions = text.iter().filter(|t| **t == SESSION).count();
        let Some([_, _, _, _, name]) = fields(text).filter(|_| begins(text, "arn:")) else {
            return if sessions == 0 { is(Kind::Other) } else { None };
        };
        if sessions > 0 {
            return if sessions == 1 && begins(name, "role/") { is(Kind::Session) } else { None };
        }
        for (start, kind) in
            [("user/", Kind::User), ("role/", Kind::Role), ("federated-user/", Kind::FederatedUser)]
        {
            if begins(name, start) {
                return is(kind);
            }
        }
        is(if *name == *letters("root") { Kind::Root } else { Kind::Other })
    }

    fn arn(&self) -> &'t [Token] {
        let end = self.text.iter().position(|t| *t == SESSION);
        &self.text[..end.unwrap_or(self.text.len())]
    }

    /// The name of the session.
    fn session(&self) -> Option<&'t [Token]> {
        let at = self.text.iter().position(|t| *t == SESSION)?;
        self.text.get(at + 1..)
    }

    fn has_account(&self) -> bool {
        use Kind::{FederatedUser, Role, Root, Session, User};
        matches!(self.kind, Root | User | Role | Session | FederatedUser)
    }

    /// The values of a key; none means that it is absent. `None` if they do not follow.
    pub(super) fn values(&self, key: &str) -> Option<Vec<Vec<Token>>> {
        if self.kind == Kind::Other || !is_tied(key) {
            return None;
        }
        let known = |value: &[Token]| Some(vec![value.to_vec()]);
        let text = |value: &str| Some(vec![letters(value)]);
        let absent = Some(Vec::new());
        match key {
            "aws:principalarn" if self.has_account() => known(self.arn()),
            "aws:principalaccount" | "kms:calleraccount" if self.has_account() => {
                known(fields(self.text)?[3])
            }
            "aws:principalaccount" if self.kind == Kind::Anonymous => text("anonymous"),
            "kms:calleraccount" => None,
            "aws:principaltype" => match self.kind {
                Kind::Anonymous => text("Anonymous"),
                Kind::Root => text("Account"),
                Kind::User => text("User"),
                Kind::Role | Kind::Session => text("AssumedRole"),
                Kind::FederatedUser => text("FederatedUser"),
                _ => None,
            },
            "aws:principalisawsservice" => match self.kind {
                Kind::Service => text("true"),
                _ if self.has_account() => text("false"),
                _ => absent,
            },
            "aws:principalservicename" if self.kind == Kind::Service => {
                known(&self.text["Service:".len()..])
            }
            "aws:username" if self.kind == Kind::User => {
                let slash = Token::from('/');
                known(self.text.rsplit(|t| *t == slash).next().unwrap_or_default())
            }
            "aws:userid" => match self.kind {
                Kind::Root => known(fields(self.text)?[3]),
                Kind::Anonymous => absent,
                _ => None,
            },
            "aws:principalarn"
            | "aws:principalaccount"
            | "aws:principalservicename"
            | "aws:username" => absent,
            // Its organisation and its tags.
            _ if matches!(self.kind, Kind::Anonymous | Kind::Service) => absent,
            _ => None,
        }
    }

    /// Whether a test holds as far as it is tied to who asks; `None` if it is not.
    pub(super) fn holds(&self, test: &Test) -> Option<bool> {
        self.values(&test.key).map(|values| test.holds(&values))
    }

    /// Whether it is a role of the same account and name as one of these, but another: there is
    /// no such role, as the path does not tell roles apart.
    pub(super) fn is_other_than(&self, roles: &[&[Token]]) -> bool {
        matches!(self.kind, Kind::Role | Kind::Session)
            && !roles.contains(&self.arn())
            && roles.iter().any(|role| name_of_role(role) == name_of_role(self.arn()))
    }

    /// Whether the unique id can be its own: that of a session ends in the name of the session.
    pub(super) fn fits_id(&self, id: &[Token]) -> bool {
        self.session().is_none_or(|name| {
            id.rsplit(|t| *t == Token::from(':')).next().is_some_and(|end| end == name)
        })
    }

    /// Whether a text that nobody knows may turn what a test says of it.
    pub(super) fn is_uncertain(&self, test: &Test) -> bool {
        let Some(values) = self.values(&test.key) else { return false };
        values.into_iter().map(Glob::from_tokens).any(|value| {
            value.has_unknown()
                && !test.matcher.accepts(value.tokens())
                && test.matcher.texts().is_none_or(|globs| {
                    let wide = value.widened(false);
                    globs.iter().any(|g| intersect(g, &wide).is_none_or(|both| !both.is_empty()))
                })
        })
    }
}

/// Partition, service, Region, account and name of an ARN.
fn fields(text: &[Token]) -> Option<[&[Token]; 5]> {
    let mut fields = text.splitn(6, |t| *t == Token::from(':'));
    let _ = fields.next()?;
    Some([fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?])
}

/// What tells a role from others: the account and the name.
fn name_of_role(arn: &[Token]) -> Option<(&[Token], &[Token])> {
    let [_, _, _, account, name] = fields(arn)?;
    Some((account, name.rsplit(|t| *t == Token::from('/')).next()?))
}

/// The roles that principals name.
pub(super) fn roles<'g>(principals: impl Iterator<Item = &'g Glob>) -> Vec<&'g [Token]> {
    let literal = principals.filter(|g| g.literal_start().len() == g.tokens().len());
    let texts = literal.map(Glob::tokens);
    texts.filter(|text| Caller::of(text).is_some_and(|c| c.kind == Kind::Role)).collect()
}

fn pattern(text: &str) -> Glob {
    Glob::new(&Str::text(text), Reading { variables: false, ..Reading::RESOURCE })
}

/// A pattern followed by whatever session.
pub(super) fn with_session(role: &Glob, name: &[Token]) -> Glob {
    let mut tokens = role.tokens().to_vec();
    tokens.push(SESSION);
    tokens.extend(name);
    Glob::from_tokens(tokens)
}

struct Shapes {
    /// Of principals that have identity policies.
    own: Vec<Glob>,
    other: Vec<Glob>,
}

thread_local! {
    static SHAPES: OnceCell<Shapes> = const { OnceCell::new() };
}

fn shapes<T>(of: impl FnOnce(&Shapes) -> T) -> T {
    let all = || {
        let role = pattern("arn:*:iam::*:role/*");
        let session = with_session(&role, &[MANY]);
        let root = pattern("arn:*:iam::*:root");
        let federated = pattern("arn:*:sts::*:federated-user/*");
        let text =
            |text: &str| Glob::new(&Str::text(text), Reading { wildcards: true, ..Reading::TEXT });
        Shapes {
            own: vec![pattern("arn:*:iam::*:user/*"), role, session, root, federated],
            // A canonical user is one of these by another name.
            other: ["Anonymous", "Service:*", "Federated:*"].map(text).into(),
        }
    };
    SHAPES.with(|shapes| of(shapes.get_or_init(all)))
}

/// The pattern cut by kinds of principals, so that each part has one kind, and these roles have
/// parts of their own; those that have identity policies only, if asked. `None` when that takes
/// too much effort.
pub(super) fn split(glob: &Glob, own: bool, roles: &[&[Token]]) -> Option<Vec<Glob>> {
    let start = glob.literal_start();
    let arn = letters("arn:");
    if !start.is_empty() && !arn.starts_with(&start[..start.len().min(arn.len())])
        || start.is_empty() && glob.tokens().first().is_none_or(|t| *t < ONE)
    {
        return Some(vec![glob.clone()]);
    }
    shapes(|shapes| {
        let mut all = Vec::new();
        let others = shapes.other.iter().filter(|_| !own);
        for shape in shapes.own.iter().chain(others) {
            all.extend(intersect(glob, shape)?);
        }
        for role in roles {
            let role = Glob::from_tokens(role.to_vec());
            all.extend(intersect(glob, &role)?);
            all.extend(intersect(glob, &with_session(&role, &[MANY]))?);
        }
        // Somebody whose name is not known yet: what kind of principal cannot be told.
        if all.is_empty() && glob.has_unknown() {
            all.push(glob.clone());
        }
        Some(all)
    })
}

/// Patterns among which are all principals whose value of the key the test lists. `None` if
/// they cannot be given.
pub(super) fn listed(test: &Test) -> Option<Vec<Glob>> {
    let by_kind = matches!(test.matcher, Matcher::Absent(_))
        || !matches!(
            test.key.as_str(),
            "aws:principalarn"
                | "aws:principalaccount"
                | "kms:calleraccount"
                | "aws:principalservicename"
                | "aws:userid"
                | "aws:username"
        );
    if by_kind {
        return Some(Vec::new());
    }
    let Matcher::Texts { globs, fold } = &test.matcher else { return None };
    let account = |value: &Glob, service: &str, name: &[Token]| {
        let of_field = value.tokens().iter().map(|token| match *token {
            MANY => MANY_FIELD,
            ONE => ONE_FIELD,
            other => other,
        });
        let mut tokens = letters("arn:");
        tokens.push(MANY_FIELD);
        tokens.extend(letters(service));
        tokens.extend(of_field);
        tokens.push(Token::from(':'));
        tokens.extend(name);
        Glob::from_tokens(tokens)
    };
    let before = |start: &str, value: &Glob| {
        let mut tokens = pattern(start).tokens().to_vec();
        tokens.extend(value.tokens());
        Glob::from_tokens(tokens)
    };
    let mut all = Vec::new();
    for value in globs {
        match test.key.as_str() {
            "aws:principalarn" if *fold => return None,
            "aws:principalarn" => {
                all.push(value.clone());
                all.push(with_session(value, &[MANY]));
            }
            "aws:principalservicename" => all.push(before("Service:", value)),
            "aws:username" if *fold => return None,
            "aws:username" => {
                all.push(before("arn:*:iam::*:user/", value));
                all.push(before("arn:*:iam::*:user/*/", value));
            }
            "aws:userid" => all.push(account(value, ":iam::", &letters("root"))),
            _ => {
                all.push(account(value, ":iam::", &[MANY]));
                all.push(account(value, ":sts::", &[MANY]));
            }
        }
    }
    Some(all)
}

/// The principal as people write it: kind, colon, who.
pub(crate) fn shown(text: &[Token]) -> String {
    let Some(caller) = Caller::of(text) else { return readable(text) };
    match caller.kind {
        Kind::Anonymous => "*".to_owned(),
        Kind::Service | Kind::Federated => readable(text),
        Kind::Session => {
            let name = caller.session().unwrap_or_default();
            let (Some([partition, _, _, account, role]), false) =
                (fields(caller.arn()), name.is_empty())
            else {
                return format!("AWS:{}", readable(caller.arn()));
            };
            let role = role.rsplit(|t| *t == Token::from('/')).next().unwrap_or_default();
            format!(
                "AWS:arn:{}:sts::{}:assumed-role/{}/{}",
                readable(partition),
                readable(account),
                readable(role),
                readable(name)
            )
        }
        _ if fields(text).is_some() && text.starts_with(&letters("arn:")) => {
            format!("AWS:{}", readable(text))
        }
        _ => readable(text),
    }
}
