//! The page as it lies in a package: it says so, and the style sheet hides what only the site can offer. Its policy names
//! style sheet and script by their hashes, and neither changes.

use anyhow::{Result, bail};
use course::package::Package;

/// Marks a page as packed.
///
/// # Errors
/// When it does not begin as the press prints it.
pub(super) fn packed(page: &str, form: Package) -> Result<String> {
    const START: &str = "<html ";
    if page.matches(START).count() != 1 {
        bail!("the page must hold {START}, and once only");
    }
    let page = page.replacen(START, &format!("<html data-packed=\"{}\" ", form.key()), 1);
    if form != Package::Cmi5 {
        return Ok(page);
    }
    if page.matches(OWN).count() != 1 {
        bail!("the page's policy must hold {OWN}, and once only");
    }
    Ok(page.replacen(OWN, ANYWHERE, 1))
}

/// Whom the page may ask: its own host only.
const OWN: &str = "connect-src 'self';";

/// Where cmi5 keeps its records is said at launch, and may be another host. Nothing else in the page asks anyone.
const ANYWHERE: &str = "connect-src 'self' http: https:;";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_page_says_so() {
        let page = packed("<!doctype html>\n<html lang=\"en\"><p>html</p></html>", Package::Web).unwrap();
        assert_eq!(page, "<!doctype html>\n<html data-packed=\"web\" lang=\"en\"><p>html</p></html>");
        assert!(packed("<p>Text</p>", Package::Web).is_err());
    }

    #[test]
    fn only_cmi5_may_ask_another_host() {
        let page = "<html lang=\"en\"><meta content=\"default-src 'none'; connect-src 'self'; base-uri 'none'\">";
        assert_eq!(packed(page, Package::Scorm12).unwrap().matches("connect-src 'self'; base").count(), 1);
        assert!(packed(page, Package::Cmi5).unwrap().contains("connect-src 'self' http: https:; base-uri 'none'"));
        assert!(packed("<html lang=\"en\">", Package::Cmi5).is_err());
    }
}
