//! A yes, a no, and an honest *unknown*.

use std::ops::{BitAnd, BitOr, Not};

/// The answer to a question about documents that may have unknown parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Truth {
    /// Holds whatever the unknown parts turn out to be.
    True,
    /// Does not hold, whatever the unknown parts turn out to be.
    False,
    /// Depends on an unknown part, or was not decided within the budget.
    Unknown,
}

impl Truth {
    /// Whether it certainly holds.
    #[must_use]
    pub fn is_true(self) -> bool {
        self == Truth::True
    }

    /// Whether it certainly does not hold.
    #[must_use]
    pub fn is_false(self) -> bool {
        self == Truth::False
    }

    /// Whether it may hold: true or unknown.
    #[must_use]
    pub fn is_possible(self) -> bool {
        self != Truth::False
    }

    /// True if any is, unknown if any is, false otherwise.
    pub fn any(all: impl IntoIterator<Item = Truth>) -> Truth {
        let mut sum = Truth::False;
        for each in all {
            sum = sum | each;
            if sum.is_true() {
                break;
            }
        }
        sum
    }

    /// False if any is, unknown if any is, true otherwise.
    pub fn all(all: impl IntoIterator<Item = Truth>) -> Truth {
        !Truth::any(all.into_iter().map(|t| !t))
    }
}

impl From<bool> for Truth {
    fn from(known: bool) -> Truth {
        if known { Truth::True } else { Truth::False }
    }
}

impl Not for Truth {
    type Output = Truth;
    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl BitOr for Truth {
    type Output = Truth;
    fn bitor(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (Truth::False, Truth::False) => Truth::False,
            _ => Truth::Unknown,
        }
    }
}

impl BitAnd for Truth {
    type Output = Truth;
    fn bitand(self, other: Truth) -> Truth {
        !(!self | !other)
    }
}
