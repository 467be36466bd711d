//! The scales that a reader uses: kind of claim, rung of the evidence ladder, flags, certainty.
//!
//! Source: the lesson's research, "Comparisons bank", section 0. What each is *called* is content (`lesson.toml`).

use serde::{Deserialize, Serialize};

macro_rules! scale {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word for it in content files, in forms and in stored records.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// The value with this key, if there is one.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.key() == key)
            }
        }
    };
}

scale! {
    /// How far the records support "ordered from above"; a greater rung is stronger support.
    Rung {
        /// 0: no directive and no pointer tied to the act is cited.
        None = "none",
        /// 1: a pointer tied to the act, no text of a directive.
        Circumstantial = "circumstantial",
        /// 2: a directive dated before the act orders acts of this class.
        Covered = "covered",
        /// 3: a surviving directive, dated before the act, singles it out.
        Ordered = "ordered",
    }
}

impl Rung {
    /// Steps between two rungs, 0 to 3.
    pub const fn distance(self, other: Self) -> u8 {
        (self as u8).abs_diff(other as u8)
    }

    /// Whether this rung says that a directive came before the act.
    pub const fn needs_a_cause(self) -> bool {
        matches!(self, Self::Covered | Self::Ordered)
    }
}

scale! {
    /// What a claim is about.
    Kind {
        /// It took place.
        Fact = "fact",
        /// How many, how much.
        Scale = "scale",
        /// Who set it going.
        Origin = "origin",
        /// Whether people meant it.
        Feeling = "feeling",
        /// Whether deeds matched words.
        Conduct = "conduct",
    }
}

scale! {
    /// What stands beside the rung.
    Flag {
        /// The act came before the directive usually quoted for it.
        Earlier = "earlier",
        /// An unscripted element is attested.
        Genuine = "genuine",
        /// There is evidence against "ordered", or against the chapter's own wording.
        Counter = "counter",
    }
}

scale! {
    /// How sure a student says they are.
    Certainty {
        /// 1.
        Guess = "guess",
        /// 2.
        Fairly = "fairly",
        /// 3.
        Certain = "certain",
    }
}
