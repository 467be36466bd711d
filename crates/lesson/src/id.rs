//! Names of things. An id is short and stable: answers, addresses and prose refer to it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is 1 to 32 lower-case letters, digits or hyphens")]
pub struct BadId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a text as an id.
            ///
            /// # Errors
            /// [`BadId`] unless it is 1 to 32 lower-case ASCII letters, digits or hyphens.
            pub fn new(text: &str) -> Result<Self, BadId> {
                let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
                if (1..=32).contains(&text.len()) && text.bytes().all(fits) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(BadId)
                }
            }

            /// The id as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A public claim, such as `c17`; its address is `#claim-c17`.
    ClaimId,
    /// A record, such as `r5`; its address is `#record-r5`.
    RecordId,
    /// A term of the word help, such as `politburo`; its address is `#word-politburo`.
    WordId,
    /// A person, such as `shvernik`; the address is `#person-shvernik`.
    PersonId,
    /// An organisation or a newspaper, such as `pravda`; its address is `#body-pravda`.
    BodyId,
    /// A place, such as `odessa`; its address is `#place-odessa`.
    PlaceId,
    /// A picture, such as `rubles`; its address is `#picture-rubles`.
    PictureId,
    /// What does not come from the source that the lesson teaches, such as `franc-rate`; its address is
    /// `#outside-franc-rate`.
    OutsideId,
    /// A check, such as `u3-1`; its address is `#check-u3-1`.
    CheckId,
    /// A way through the lesson, such as `one`; its address is `#path-one`.
    PathId,
    /// A column of the claim board, such as `organised`.
    ColumnId,
    /// A group of claims, such as `autumn`.
    DriveId,
}

/// A note's number, as printed; its address is `#note-84`.
pub type NoteNumber = u16;

/// A unit's number; its address is `#unit-4`.
pub type UnitNumber = u8;

/// A record, or one point of it: what lies on the desk's table and can be picked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Exhibit {
    /// The record.
    pub record: RecordId,
    /// The point, by the record's own numbering; none for the record as a whole.
    pub point: Option<u8>,
}

impl fmt::Display for Exhibit {
    /// `r5.3`, or `r5` for the whole.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.point {
            Some(point) => write!(f, "{}.{point}", self.record),
            None => write!(f, "{}", self.record),
        }
    }
}

impl std::str::FromStr for Exhibit {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let (record, point) = match text.split_once('.') {
            Some((record, point)) => (record, Some(point.parse().map_err(|_| BadId)?)),
            None => (text, None),
        };
        Ok(Self { record: RecordId::new(record)?, point })
    }
}

impl From<Exhibit> for String {
    fn from(exhibit: Exhibit) -> Self {
        exhibit.to_string()
    }
}

impl TryFrom<String> for Exhibit {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exhibit_is_written_and_read_back() {
        for text in ["r5", "r5.12", "r15a"] {
            assert_eq!(text.parse::<Exhibit>().expect("an exhibit").to_string(), text);
        }
        for text in ["", "R5", "r5.", "r5.x", "r5.300", ".3"] {
            assert_eq!(text.parse::<Exhibit>(), Err(BadId), "{text}");
        }
    }
}
