//! Zip files that are the same whenever and wherever they are made.

use std::io::{Cursor, Write};

use anyhow::{Context, Result};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

/// A file of a package.
#[derive(Clone, Debug)]
pub(super) struct File {
    /// Its path from the root, with `/` between folders.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

impl File {
    pub(super) fn new(name: &str, text: impl Into<String>) -> Self {
        Self { name: name.to_owned(), bytes: text.into().into_bytes() }
    }

    /// What is in it, as text.
    ///
    /// # Errors
    /// When it is no text.
    pub(super) fn text(&self) -> Result<String> {
        String::from_utf8(self.bytes.clone()).with_context(|| format!("{} is no text", self.name))
    }
}

/// A zip file of these files, in their order. No time and no owner goes in, only names and contents.
///
/// # Errors
/// When two have the same name.
pub(super) fn zip(files: &[File]) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        // Typefaces are compressed already.
        let packed = std::path::Path::new(&file.name).extension().is_some_and(|end| end == "woff2");
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let failed = || format!("could not pack {}", file.name);
        writer.start_file(&*file.name, options).with_context(failed)?;
        writer.write_all(&file.bytes).with_context(failed)?;
    }
    Ok(writer.finish().context("could not finish a zip file")?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_make_the_same_zip() {
        let files = [File::new("index.html", "<p>Text</p>".repeat(99)), File::new("fonts/a b.woff2", "wOF2")];
        let made = zip(&files).unwrap();
        assert_eq!(made, zip(&files).unwrap());
        let mut read = zip::ZipArchive::new(Cursor::new(made)).unwrap();
        assert_eq!(read.file_names().map(Result::unwrap).collect::<Vec<_>>(), ["index.html", "fonts/a b.woff2"]);
        let page = read.by_name("index.html").unwrap();
        assert!(page.compressed_size() < page.size() / 10);
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        assert!(zip(&[File::new("a", "1"), File::new("a", "2")]).is_err());
    }
}
