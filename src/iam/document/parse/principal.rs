//! Reading the `Principal` element.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>

use super::{Reader, article};
use crate::iam::document::{Principal, PrincipalKind, Principals};
use crate::iam::issue::Issue;
use crate::iam::location::Location;
use crate::iam::text::Str;
use crate::iam::tree::Tree;

impl Reader {
    pub(super) fn principals(&mut self, value: &Tree, place: &Location) -> Option<Principals> {
        let mut principals =
            Principals { star: false, items: Vec::new(), open: false, location: place.clone() };
        match value {
            Tree::String(text) => {
                if text.is("*") {
                    principals.star = true;
                } else if text.is_open() {
                    principals.open = true;
                    return Some(principals);
                } else {
                    let message = format!(
                        "A principal is \"*\" or an object such as {{\"AWS\": \"{text}\"}}, \
                         not a bare text."
                    );
                    self.issues.push(Issue::error("INVALID_PRINCIPAL_FORMAT", place, message));
                    return Some(principals);
                }
                principals.items.push(Principal {
                    kind: PrincipalKind::Aws,
                    text: text.clone(),
                    location: place.clone(),
                });
            }
            Tree::Object(entries) => {
                self.duplicates(entries, place);
                if entries.is_empty() {
                    let message = "The principal is empty and matches nobody; name one.";
                    self.issues.push(Issue::suggestion(
                        "EMPTY_OBJECT_PRINCIPAL",
                        place,
                        message.to_owned(),
                    ));
                }
                for (at, (key, value)) in entries.iter().enumerate() {
                    self.principal(key, value, place, at, &mut principals);
                }
            }
            Tree::Unknown(_) => principals.open = true,
            other => {
                let message = format!(
                    "A principal is \"*\" or an object such as {{\"AWS\": \"111122223333\"}}, \
                     not {}.",
                    article(other.kind())
                );
                self.issues.push(Issue::error("INVALID_PRINCIPAL_FORMAT", place, message));
            }
        }
        Some(principals)
    }

    fn principal(
        &mut self,
        key: &Str,
        value: &Tree,
        place: &Location,
        at: usize,
        principals: &mut Principals,
    ) {
        let kind = match key.as_text() {
            Some("AWS") => PrincipalKind::Aws,
            Some("Service") => PrincipalKind::Service,
            Some("Federated") => PrincipalKind::Federated,
            Some("CanonicalUser") => PrincipalKind::CanonicalUser,
            Some(other) => {
                let message = format!(
                    "\"{other}\" is not a type of principal; use AWS, Service, Federated or \
                     CanonicalUser."
                );
                let key_place = place.key(other, at).on_key();
                self.issues.push(Issue::error("INVALID_PRINCIPAL_KEY", &key_place, message));
                PrincipalKind::Other(key.clone())
            }
            None => PrincipalKind::Other(key.clone()),
        };
        let place = place.key(key.as_text().unwrap_or(""), at);
        let mut one = |reader: &mut Reader, value: &Tree, location: Location| match value {
            Tree::String(text) => {
                principals.items.push(Principal {
                    kind: kind.clone(),
                    text: text.clone(),
                    location,
                });
            }
            Tree::Unknown(_) => principals.open = true,
            other => reader.wrong_type(&location, "A principal", "string", other),
        };
        match value {
            Tree::List(list) => {
                if list.is_empty() {
                    let message = "The list of principals is empty; name one or remove it.";
                    self.issues.push(Issue::suggestion(
                        "EMPTY_ARRAY_PRINCIPAL",
                        &place,
                        message.to_owned(),
                    ));
                }
                for (at, value) in list.iter().enumerate() {
                    one(self, value, place.item(at));
                }
            }
            value => one(self, value, place),
        }
    }
}
