//! A small evaluator of policies that does nothing clever.

use std::net::IpAddr;

/// A small generator: the tests must not change from run to run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % u64::try_from(n).expect("small")).expect("small")
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    fn some(&mut self, of: &[&str], most: usize) -> Vec<String> {
        (0..=self.below(most)).map(|_| self.one(of).to_owned()).collect()
    }
}

const ACTIONS: [&str; 9] = ["*", "s:*", "t:*", "s:a", "s:a*", "s:ab", "t:?", "*:a", "s:*b"];
const RESOURCES: [&str; 13] = [
    "*",
    "arn:p:s:::a",
    "arn:p:s:::a*",
    "arn:p:s:::*b",
    "arn:p:s:::?",
    "arn:p:s:::a?",
    "arn:p:s:::a*a*",
    "arn:p:*:::*",
    "arn:*:s:*:*:a*",
    "arn:p:t::1:b",
    "arn:p:s:::*a*b*",
    "arn:p:s:::ab",
    "arn:p:?:::b",
];
const ASKED_ACTIONS: [&str; 8] = ["s:a", "s:b", "s:ab", "t:a", "t:b", "u:a", "s:aab", "S:A"];
const ASKED_RESOURCES: [&str; 12] = [
    "arn:p:s:::a",
    "arn:p:s:::b",
    "arn:p:s:::ab",
    "arn:p:s:::aa",
    "arn:p:s:::a:b",
    "arn:p:s:::aba",
    "arn:p:t::1:b",
    "arn:p:t:::b",
    "arn:q:s:r:1:a",
    "*",
    "arn:p:s:::",
    "arn:p:s:::bab",
];

const VARIABLE: &str = "${x:text}";
const CALLERS: [&str; 13] = [
    "*",
    "AWS:arn:aws:iam::111122223333:root",
    "AWS:arn:aws:iam::111122223333:user/a",
    "AWS:arn:aws:iam::111122223333:user/p/a",
    "AWS:arn:aws:iam::111122223333:user/b",
    "AWS:arn:aws:sts::111122223333:assumed-role/a/s",
    "AWS:arn:aws:sts::111122223333:assumed-role/a/t",
    "AWS:arn:aws:sts::111122223333:assumed-role/b/s",
    "AWS:arn:aws:sts::444455556666:assumed-role/a/s",
    "AWS:arn:aws:iam::444455556666:user/a",
    "AWS:arn:aws:sts::111122223333:federated-user/a",
    "Service:sns.amazonaws.com",
    "Service:ec2.amazonaws.com",
];
const PRINCIPALS: [&str; 9] = [
    "*",
    "111122223333",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::111122223333:user/a",
    "arn:aws:iam::111122223333:role/a",
    "arn:aws:iam::111122223333:role/p/b",
    "arn:aws:sts::111122223333:assumed-role/a/s",
    "arn:aws:sts::111122223333:federated-user/a",
    "sns.amazonaws.com",
];

#[derive(Clone, Debug)]
struct Who {
    not: bool,
    names: Vec<String>,
}

impl Who {
    fn random(random: &mut Random) -> Who {
        let not = random.below(6) == 0;
        Who { not, names: random.some(if not { &PRINCIPALS[1..] } else { &PRINCIPALS }, 2) }
    }

    fn contains(&self, asked: &Asked) -> bool {
        let caller = asked.principal.as_deref().unwrap_or("*");
        self.names.iter().any(|name| self.names(name, caller)) != self.not
    }

    /// `NotPrincipal` spares just the one it names.
    fn names(&self, name: &str, caller: &str) -> bool {
        let own = caller.split_once(':').map_or(caller, |(_, own)| own);
        let last = |text: &str| text.rsplit('/').next().unwrap_or("").to_owned();
        match name {
            "*" => true,
            "111122223333" | "arn:aws:iam::444455556666:root" => {
                let account = field(name, 4).unwrap_or(name);
                caller.starts_with("AWS:")
                    && field(own, 4) == Some(account)
                    && (!self.not || field(own, 5) == Some("root"))
            }
            _ if own == name => true,
            _ => {
                let role = field(name, 5).is_some_and(|n| n.starts_with("role/"));
                let mut session = field(own, 5).unwrap_or("").split('/');
                role && !self.not
                    && session.next() == Some("assumed-role")
                    && field(own, 4) == field(name, 4)
                    && session.next() == Some(&last(name))
            }
        }
    }

    fn json(&self) -> String {
        let kinds: Vec<String> = [("AWS", false), ("Service", true)]
            .into_iter()
            .filter_map(|(kind, service)| {
                let own = self.names.iter().filter(|n| n.contains(".amazonaws.") == service);
                let own: Vec<String> = own.cloned().collect();
                (!own.is_empty()).then(|| format!("{kind:?}:{}", quoted(&own)))
            })
            .collect();
        let element = if self.not { "NotPrincipal" } else { "Principal" };
        format!("{element:?}:{{{}}},", kinds.join(","))
    }
}

fn field(arn: &str, at: usize) -> Option<&str> {
    arn.splitn(6, ':').nth(at)
}

/// The keys that follow from who asks.
fn derived(caller: &str, key: &str) -> Option<Vec<String>> {
    let (kind, own) = caller.split_once(':').unwrap_or(("", caller));
    let name = field(own, 5).unwrap_or("");
    let anonymous = caller == "*";
    let found = match key {
        "aws:PrincipalArn" if kind == "AWS" => match name.strip_prefix("assumed-role/") {
            Some(rest) => {
                let role = rest.split('/').next()?;
                let (partition, account) = (field(own, 1)?, field(own, 4)?);
                // Names of roles are unique in an account, and this is what policies call it.
                let path = if role == "b" { "p/" } else { "" };
                format!("arn:{partition}:iam::{account}:role/{path}{role}")
            }
            None => own.to_owned(),
        },
        "aws:PrincipalAccount" if kind == "AWS" => field(own, 4)?.to_owned(),
        "aws:PrincipalAccount" if anonymous => "anonymous".to_owned(),
        "aws:PrincipalType" if anonymous => "Anonymous".to_owned(),
        "aws:PrincipalType" if kind == "AWS" => match name.split('/').next()? {
            "root" => "Account",
            "user" => "User",
            "federated-user" => "FederatedUser",
            _ => "AssumedRole",
        }
        .to_owned(),
        "aws:PrincipalIsAWSService" if kind == "AWS" || kind == "Service" => {
            (kind == "Service").to_string()
        }
        "aws:PrincipalServiceName" if kind == "Service" => own.to_owned(),
        "aws:username" if name.starts_with("user/") => name.rsplit('/').next()?.to_owned(),
        _ => return Some(Vec::new()),
    };
    Some(vec![found])
}

#[derive(Clone, Debug)]
struct Condition {
    operator: String,
    key: &'static str,
    values: Vec<String>,
}

#[derive(Clone, Debug)]
struct Statement {
    allow: bool,
    who: Option<Who>,
    not_action: bool,
    actions: Vec<String>,
    not_resource: bool,
    resources: Vec<String>,
    conditions: Vec<Condition>,
}

#[derive(Clone, Debug)]
pub struct Policy(Vec<Statement>);

#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asks, if that matters.
    pub principal: Option<String>,
    pub action: String,
    pub resource: String,
    pub context: Vec<(String, Vec<String>)>,
}

impl Asked {
    pub fn random(random: &mut Random) -> Asked {
        let mut context = Vec::new();
        let keys: [(&str, &[&str], usize); 5] = [
            ("x:text", &["a", "b", "ab", "c", "A"], 1),
            ("x:number", &["1", "2", "3", "2.5", "9"], 1),
            ("x:flag", &["true", "false"], 1),
            ("x:address", &["10.0.0.1", "10.0.0.200", "11.0.0.1", "::1"], 1),
            ("x:many", &["a", "b", "c", "ab"], 3),
        ];
        for (key, values, most) in keys {
            if random.below(3) > 0 {
                let mut values = random.some(values, most);
                values.dedup();
                context.push((key.to_owned(), values));
            }
        }
        Asked {
            principal: None,
            action: random.one(&ASKED_ACTIONS).to_owned(),
            resource: random.one(&ASKED_RESOURCES).to_owned(),
            context,
        }
    }

    /// Of somebody in particular, whose organisation may be known.
    pub fn by_somebody(random: &mut Random) -> Asked {
        let who = random.one(&CALLERS);
        Asked::by(random, who)
    }

    pub fn by(random: &mut Random, who: &str) -> Asked {
        let mut asked = Asked::random(random);
        if who.starts_with("AWS:") && random.below(2) == 0 {
            let organisation = random.one(&["o-1", "o-2"]).to_owned();
            asked.context.push(("aws:PrincipalOrgID".to_owned(), vec![organisation]));
        }
        if let Some(role) = derived(who, "aws:PrincipalArn").filter(|arn| !arn.is_empty()) {
            asked.context.push(("aws:PrincipalArn".to_owned(), role));
        }
        Asked { principal: Some(who.to_owned()), ..asked }
    }

    /// The text with the variable of the alphabet put in; none if it has no value.
    fn put(&self, text: &str) -> Option<String> {
        if !text.contains(VARIABLE) {
            return Some(text.to_owned());
        }
        let values = self.values("x:text");
        (values.len() == 1).then(|| text.replace(VARIABLE, &values[0]))
    }

    fn values(&self, key: &str) -> Vec<String> {
        let mut given = self.context.iter();
        if let Some((_, values)) = given.find(|(k, _)| k.eq_ignore_ascii_case(key)) {
            return values.clone();
        }
        self.principal.as_deref().and_then(|who| derived(who, key)).unwrap_or_default()
    }
}

impl Condition {
    fn random(random: &mut Random) -> Condition {
        let (key, base, values): (_, _, &[&str]) = match random.below(6) {
            0 => ("x:text", random.one(&["StringEquals", "StringNotEquals"]), &["a", "b", "ab"]),
            1 => (
                "x:text",
                random.one(&["StringLike", "StringNotLike", "StringEqualsIgnoreCase"]),
                &["a", "a*", "?", "*b"],
            ),
            2 => (
                "x:number",
                random.one(&[
                    "NumericEquals",
                    "NumericNotEquals",
                    "NumericLessThan",
                    "NumericGreaterThanEquals",
                ]),
                &["1", "2", "3"],
            ),
            3 => ("x:flag", "Bool", &["true", "false"]),
            4 => (
                "x:address",
                random.one(&["IpAddress", "NotIpAddress"]),
                &["10.0.0.0/8", "10.0.0.0/25", "::/0", "0.0.0.0/0"],
            ),
            _ => (
                "x:many",
                random.one(&["StringEquals", "StringNotEquals", "StringLike"]),
                &["a", "b", "c"],
            ),
        };
        if random.below(10) == 0 {
            let value = random.one(&["true", "false"]).to_owned();
            return Condition { operator: "Null".to_owned(), key, values: vec![value] };
        }
        let mut operator = base.to_owned();
        if key == "x:many" {
            operator = format!("{}:{base}", random.one(&["ForAllValues", "ForAnyValue"]));
        }
        if random.below(5) == 0 {
            operator.push_str("IfExists");
        }
        Condition { operator, key, values: random.some(values, 2) }
    }

    /// On who asks.
    fn on_caller(random: &mut Random) -> Condition {
        let texts = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"];
        let (key, operator, values): (_, _, &[&str]) = match random.below(8) {
            0 | 1 => (
                "aws:PrincipalArn",
                random.one(&["ArnLike", "ArnNotLike", "StringLike", "StringNotEquals"]),
                &[
                    "arn:aws:iam::111122223333:*",
                    "arn:aws:iam::*:user/a",
                    "arn:aws:iam::111122223333:role/a",
                    "arn:aws:iam::111122223333:role/*a",
                    "arn:aws:iam::111122223333:root",
                    "*/a",
                    "arn:aws:*:?*:*6666:*",
                    "arn:aws:iam::111122223333:user/?",
                ],
            ),
            2 => ("aws:PrincipalType", random.one(&texts), &["User", "AssumedRole", "A*"]),
            3 => ("aws:PrincipalIsAWSService", "Bool", &["true", "false"]),
            4 => ("aws:username", random.one(&texts), &["a", "b", "*", "?a"]),
            5 => ("aws:PrincipalServiceName", random.one(&texts), &["sns.amazonaws.com", "e*"]),
            6 => ("aws:PrincipalOrgID", random.one(&texts), &["o-1", "o-*"]),
            _ => (
                "aws:PrincipalAccount",
                random.one(&texts),
                &["111122223333", "444455556666", "111*", "anonymous"],
            ),
        };
        match random.below(10) {
            0 => {
                let value = random.one(&["true", "false"]).to_owned();
                Condition { operator: "Null".to_owned(), key, values: vec![value] }
            }
            1 | 2 => {
                let operator = format!("{operator}IfExists");
                Condition { operator, key, values: random.some(values, 2) }
            }
            _ => Condition { operator: operator.to_owned(), key, values: random.some(values, 2) },
        }
    }

    fn holds(&self, asked: &Asked) -> bool {
        let values = asked.values(self.key);
        if self.operator == "Null" {
            return values.is_empty() == (self.values[0] == "true");
        }
        let (set, rest) = match self.operator.split_once(':') {
            Some((set, rest)) => (set, rest),
            None => ("", self.operator.as_str()),
        };
        let (rest, if_exists) =
            rest.strip_suffix("IfExists").map_or((rest, false), |rest| (rest, true));
        let negated = rest.contains("Not");
        if values.is_empty() {
            return if_exists || set == "ForAllValues" || set.is_empty() && negated;
        }
        let base = rest.replace("Not", "");
        let own: Vec<String> = self.values.iter().filter_map(|own| asked.put(own)).collect();
        let one = |v: &String| own.iter().any(|own| compares(&base, v, own)) != negated;
        match set {
            "ForAllValues" => values.iter().all(one),
            _ => values.iter().any(one),
        }
    }
}

fn compares(operator: &str, value: &str, own: &str) -> bool {
    let number = |t: &str| t.parse::<f64>().ok();
    let both = number(value).zip(number(own));
    match operator {
        "StringEquals" => value == own,
        "StringEqualsIgnoreCase" => value.eq_ignore_ascii_case(own),
        "StringLike" => glob(own.as_bytes(), value.as_bytes()),
        "ArnLike" if field(own, 5).is_some() => resource(own, value),
        "ArnLike" => own == "*",
        "NumericEquals" => both.is_some_and(|(v, o)| (v - o).abs() == 0.0),
        "NumericLessThan" => both.is_some_and(|(v, o)| v < o),
        "NumericGreaterThanEquals" => both.is_some_and(|(v, o)| v >= o),
        "Bool" => value == own,
        "IpAddress" => {
            let (net, bits) = own.split_once('/').expect("range");
            let bits: u32 = bits.parse().expect("bits");
            match (value.parse(), net.parse()) {
                (Ok(IpAddr::V4(v)), Ok(IpAddr::V4(n))) => {
                    let shift = 32 - bits;
                    u64::from(u32::from(v)) >> shift == u64::from(u32::from(n)) >> shift
                }
                (Ok(IpAddr::V6(_)), Ok(IpAddr::V6(_))) => bits == 0,
                _ => false,
            }
        }
        other => panic!("{other}"),
    }
}

/// `*` and `?`, letter by letter.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (Some((b'*', rest)), _) => {
            glob(rest, text) || text.split_first().is_some_and(|(_, t)| glob(pattern, t))
        }
        (Some((b'?', p)), Some((_, t))) => glob(p, t),
        (Some((a, p)), Some((b, t))) => a == b && glob(p, t),
        _ => false,
    }
}

/// The six fields each on its own.
fn resource(pattern: &str, text: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let (p, t): (Vec<&str>, Vec<&str>) =
        (pattern.splitn(6, ':').collect(), text.splitn(6, ':').collect());
    p.len() == t.len() && p.iter().zip(&t).all(|(p, t)| glob(p.as_bytes(), t.as_bytes()))
}

impl Statement {
    fn random(random: &mut Random) -> Statement {
        let count = [0, 0, 1, 1, 2][random.below(5)];
        Statement {
            allow: random.below(4) > 0,
            who: None,
            not_action: random.below(6) == 0,
            actions: random.some(&ACTIONS, 3),
            not_resource: random.below(6) == 0,
            resources: random.some(&RESOURCES, 3),
            conditions: (0..count).map(|_| Condition::random(random)).collect(),
        }
    }

    fn matches(&self, asked: &Asked) -> bool {
        let action = asked.action.to_ascii_lowercase();
        let in_actions = self.actions.iter().any(|a| glob(a.as_bytes(), action.as_bytes()));
        let resources = self.resources.iter().filter_map(|r| asked.put(r));
        let in_resources = resources.into_iter().any(|r| resource(&r, &asked.resource));
        self.who.as_ref().is_none_or(|who| who.contains(asked))
            && in_actions != self.not_action
            && in_resources != self.not_resource
            && self.conditions.iter().all(|c| c.holds(asked))
    }

    fn json(&self) -> String {
        // One block an operator would merge equal operators, so each key gets what is possible.
        let mut blocks: Vec<(String, Vec<(String, String)>)> = Vec::new();
        for condition in &self.conditions {
            let entry = (condition.key.to_owned(), quoted(&condition.values));
            match blocks.iter_mut().find(|(operator, _)| *operator == condition.operator) {
                Some((_, keys)) => keys.push(entry),
                None => blocks.push((condition.operator.clone(), vec![entry])),
            }
        }
        let blocks: Vec<String> = blocks
            .iter()
            .map(|(operator, keys)| {
                let keys: Vec<String> = keys.iter().map(|(k, v)| format!("{k:?}:{v}")).collect();
                format!("{operator:?}:{{{}}}", keys.join(","))
            })
            .collect();
        let condition = if blocks.is_empty() {
            String::new()
        } else {
            format!(r#","Condition":{{{}}}"#, blocks.join(","))
        };
        format!(
            r#"{{"Effect":"{}",{}"{}":{},"{}":{}{condition}}}"#,
            if self.allow { "Allow" } else { "Deny" },
            self.who.as_ref().map(Who::json).unwrap_or_default(),
            if self.not_action { "NotAction" } else { "Action" },
            quoted(&self.actions),
            if self.not_resource { "NotResource" } else { "Resource" },
            quoted(&self.resources),
        )
    }
}

fn quoted(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|v| format!("{v:?}")).collect();
    format!("[{}]", values.join(","))
}

impl Policy {
    pub fn random(random: &mut Random) -> Policy {
        let count = 1 + random.below(4);
        let mut policy = Policy((0..count).map(|_| Statement::random(random)).collect());
        policy.distinct();
        policy
    }

    /// With principals, and conditions on them.
    pub fn of_resource(random: &mut Random) -> Policy {
        let mut policy = Policy::random(random);
        for statement in &mut policy.0 {
            statement.who = Some(Who::random(random));
            statement.conditions.truncate(1);
            for _ in 0..random.below(3) {
                statement.conditions.push(Condition::on_caller(random));
            }
            // Fewer dimensions, so that principals decide more often.
            if random.below(2) == 0 {
                statement.actions = vec!["*".to_owned()];
                statement.resources = vec!["*".to_owned()];
            }
        }
        policy.distinct();
        policy
    }

    /// With policy variables among resources and values.
    pub fn with_variables(random: &mut Random) -> Policy {
        let mut policy = Policy::random(random);
        for statement in &mut policy.0 {
            for text in &mut statement.resources {
                if random.below(3) == 0 {
                    let forms =
                        ["arn:p:s:::${x:text}", "arn:p:s:::${x:text}*", "arn:p:s:::*${x:text}"];
                    *text = random.one(&forms).to_owned();
                }
            }
            for condition in &mut statement.conditions {
                if condition.key == "x:many" && condition.operator != "Null" && random.below(2) == 0
                {
                    condition.values[0] = VARIABLE.to_owned();
                }
            }
        }
        policy
    }

    /// The same with one statement added, dropped or changed.
    pub fn varied(&self, random: &mut Random) -> Policy {
        let mut policy = self.clone();
        let at = random.below(policy.0.len());
        match random.below(3) {
            0 if policy.0.len() > 1 => {
                policy.0.remove(at);
            }
            1 if policy.0[at].who.is_some() && random.below(2) == 0 => {
                policy.0[at].conditions.push(Condition::on_caller(random));
            }
            1 => policy.0[at].conditions.push(Condition::random(random)),
            _ if policy.0[at].who.is_some() => {
                let who = Some(Who::random(random));
                policy.0.push(Statement { who, ..Statement::random(random) });
            }
            _ => policy.0.push(Statement::random(random)),
        }
        policy.distinct();
        policy
    }

    /// JSON objects have each key once.
    fn distinct(&mut self) {
        for statement in &mut self.0 {
            let mut kept: Vec<Condition> = Vec::new();
            for condition in std::mem::take(&mut statement.conditions) {
                if !kept.iter().any(|k| k.operator == condition.operator && k.key == condition.key)
                {
                    kept.push(condition);
                }
            }
            statement.conditions = kept;
        }
    }

    pub fn allows(&self, asked: &Asked) -> bool {
        self.0.iter().any(|s| s.allow && s.matches(asked))
            && !self.0.iter().any(|s| !s.allow && s.matches(asked))
    }

    pub fn json(&self) -> String {
        let statements: Vec<String> = self.0.iter().map(Statement::json).collect();
        format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
    }
}
