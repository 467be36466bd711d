//! Packages: what is put beside the finished page so that a course takes it in. Here are their names and manifests, as
//! text; whoever writes files is elsewhere (`cargo xtask package`).
//!
//! | package | manifest | after |
//! |---|---|---|
//! | SCORM 1.2 | `imsmanifest.xml` | SCORM 1.2 Content Aggregation Model, section 2.3 |
//! | SCORM 2004 | `imsmanifest.xml` | SCORM 2004 4th Edition Content Aggregation Model, sections 3.4 and 5 |
//! | cmi5 | `cmi5.xml` | cmi5 specification (Quartz), section 13 |
//! | Common Cartridge | `imsmanifest.xml` | IMS Common Cartridge Profile 1.3, section 3 |
//!
//! The schemas are not put into the packages: no course reads them from there, and a manifest names its version.

mod cartridge;
mod cmi5;
mod scorm;
mod xml;

use lesson::{content::Lesson, quiz::Quiz};

/// The page that a course opens, at the root of each package.
pub const START: &str = "index.html";

/// The folder of the site that holds the packages.
pub const FOLDER: &str = "packages";

/// The share of the marks that passes, in per cent.
pub const MASTERY: u8 = 60;

/// What can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Package {
    /// SCORM 1.2.
    Scorm12,
    /// SCORM 2004, 4th Edition.
    Scorm2004,
    /// cmi5.
    Cmi5,
    /// IMS Common Cartridge 1.3.
    Cartridge,
    /// The page and what it loads, for any web host.
    Web,
    /// The whole lesson in one HTML file.
    Single,
}

impl Package {
    /// Every package.
    pub const ALL: [Self; 6] = [Self::Scorm12, Self::Scorm2004, Self::Cmi5, Self::Cartridge, Self::Web, Self::Single];

    /// Its name in addresses, and what a page in it says of itself in `data-packed`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Scorm12 => "scorm-1.2",
            Self::Scorm2004 => "scorm-2004",
            Self::Cmi5 => "cmi5",
            Self::Cartridge => "common-cartridge-1.3",
            Self::Web => "web",
            Self::Single => "single-file",
        }
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scorm12 => "SCORM 1.2",
            Self::Scorm2004 => "SCORM 2004, 4th Edition",
            Self::Cmi5 => "cmi5",
            Self::Cartridge => "Common Cartridge 1.3",
            Self::Web => "Web folder",
            Self::Single => "Single file",
        }
    }

    /// The name of its file, of the lesson with this id: `two-lamps-scorm-1.2.zip`.
    pub fn file(self, lesson: &str) -> String {
        let ending = match self {
            Self::Cartridge => "imscc", // a zip file all the same
            Self::Single => return format!("{lesson}.html"),
            _ => "zip",
        };
        format!("{lesson}-{}.{ending}", self.key())
    }

    /// The name of its manifest, if it has one.
    pub const fn manifest_name(self) -> Option<&'static str> {
        match self {
            Self::Scorm12 | Self::Scorm2004 | Self::Cartridge => Some("imsmanifest.xml"),
            Self::Cmi5 => Some("cmi5.xml"),
            Self::Web | Self::Single => None,
        }
    }

    /// Whether it can say which quiz is set: the others are opened without an address of ours.
    pub const fn sets_quiz(self) -> bool {
        matches!(self, Self::Scorm12 | Self::Scorm2004 | Self::Cmi5)
    }
}

/// What a manifest is about.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// The lesson.
    pub lesson: &'a Lesson,
    /// Every file of the package but the manifest, by its path from the root, with `/` between folders.
    pub files: &'a [String],
    /// The quiz that is set; without one the course opens the lesson as it is.
    pub quiz: Option<&'a Quiz>,
}

impl Contents<'_> {
    /// An identifier as XML wants it: it must not begin with a digit.
    fn identifier(&self) -> String {
        format!("lesson-{}", self.lesson.id)
    }

    /// The query that sets the quiz, with its question mark.
    fn query(&self) -> Option<String> {
        self.quiz.map(|quiz| format!("?{}", quiz.query()))
    }
}

/// The manifest of a package; none where it has none.
pub fn manifest(package: Package, contents: &Contents<'_>) -> Option<String> {
    let root = match package {
        Package::Scorm12 => scorm::scorm_12(contents),
        Package::Scorm2004 => scorm::scorm_2004(contents),
        Package::Cmi5 => cmi5::course_structure(contents),
        Package::Cartridge => cartridge::cartridge(contents),
        Package::Web | Package::Single => return None,
    };
    Some(root.document())
}

#[cfg(test)]
mod tests;
