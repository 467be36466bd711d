//! A static server on 127.0.0.1: for `serve`, for `bench`, and for browser tests that need a host with a fault.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use xtask::{places, site::Site};
//!
//! let site = Site::of(places::dist()).under("a course/unit 1").missing_wasm().start().await?;
//! println!("{}", site.address()); // http://127.0.0.1:41234/a%20course/unit%201/
//! # Ok(()) }
//! ```

use std::{
    fmt,
    future::ready,
    io,
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, Result};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header, uri::PathAndQuery},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use tokio::{net::TcpListener, sync::oneshot};
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, Predicate,
        predicate::{DefaultPredicate, NotForContentType},
    },
    services::ServeDir,
};

/// What may not stand in a path as it is.
const IN_A_PATH: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?');

/// Brotli's middle: smaller than gzip's best, at a few milliseconds a file.
const QUALITY: CompressionLevel = CompressionLevel::Precise(5);

/// A site to be: a folder, and what is to be odd about the way it is served.
#[derive(Debug)]
pub struct Site {
    port: u16,
    rules: Rules,
    beside: Router,
    headers: HeaderMap,
}

struct Rules {
    folder: PathBuf,
    /// Decoded; starts and ends with a slash.
    prefix: String,
    wasm_type: Option<HeaderValue>,
    withheld: Withheld,
}

type Withheld = Box<dyn Fn(&str) -> bool + Send + Sync>;

impl fmt::Debug for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules").field("folder", &self.folder).field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Site {
    /// The files of a folder, at the root, with their right types.
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        let rules = Rules { folder: folder.into(), prefix: "/".into(), wasm_type: None, withheld: Box::new(|_| false) };
        Self { port: 0, rules, beside: Router::new(), headers: HeaderMap::new() }
    }

    /// Puts the site into a folder, or a folder in a folder: `a course/unit 1`. Spaces are welcome.
    #[must_use]
    pub fn under(mut self, folder: &str) -> Self {
        let folder = folder.trim_matches('/');
        self.rules.prefix = if folder.is_empty() { "/".into() } else { format!("/{folder}/") };
        self
    }

    /// Sends `.wasm` files with another type, as hosts do that have never heard of it.
    ///
    /// # Panics
    /// When the type cannot stand in a header.
    #[must_use]
    pub fn serve_wasm_as(mut self, content_type: &'static str) -> Self {
        self.rules.wasm_type = Some(HeaderValue::from_static(content_type));
        self
    }

    /// Answers 404 for the paths that the function picks; they start with `/` and lie within the site.
    #[must_use]
    pub fn without(mut self, is_withheld: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        let before = self.rules.withheld;
        self.rules.withheld = Box::new(move |path| before(path) || is_withheld(path));
        self
    }

    /// Answers 404 for every `.wasm` file.
    #[must_use]
    pub fn missing_wasm(self) -> Self {
        self.without(is_wasm)
    }

    /// Sends this header with everything.
    ///
    /// # Panics
    /// When the value cannot stand in a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        self
    }

    /// Answers with this under a path from the host's root, such as `/course`, whichever folder the files are in.
    #[must_use]
    pub fn beside(mut self, path: &str, router: Router) -> Self {
        self.beside = self.beside.nest(path, router);
        self
    }

    /// Takes this port instead of any free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Starts to serve, until the value that comes back is dropped.
    ///
    /// # Errors
    /// When the port is taken.
    pub async fn start(self) -> Result<RunningSite> {
        let listener = self.listen().await.with_context(|| format!("could not listen on port {}", self.port))?;
        let host = listener.local_addr().context("could not learn the port")?;
        let path = utf8_percent_encode(&self.rules.prefix, IN_A_PATH);
        let address = format!("http://{host}{path}");
        let router = self.router();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(async move {
            let wait = async {
                stopped.await.ok(); // an error is the other end dropped: also the end
            };
            axum::serve(listener, router).with_graceful_shutdown(wait).await
        });
        Ok(RunningSite { address, _stop: stop })
    }

    async fn listen(&self) -> io::Result<TcpListener> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await
    }

    fn router(self) -> Router {
        let packed = DefaultPredicate::new().and(NotForContentType::const_new("font/woff2"));
        let headers = self.headers;
        Router::new()
            .fallback_service(ServeDir::new(&self.rules.folder))
            .layer(middleware::from_fn_with_state(Arc::new(self.rules), answer))
            .layer(CompressionLayer::new().quality(QUALITY).compress_when(packed))
            .merge(self.beside)
            .layer(middleware::map_response(move |mut response: Response| {
                response.headers_mut().extend(headers.clone());
                ready(response)
            }))
    }
}

async fn answer(State(rules): State<Arc<Rules>>, mut request: Request, next: Next) -> Response {
    let full = percent_decode_str(request.uri().path()).decode_utf8_lossy().into_owned();
    if full.len() + 1 == rules.prefix.len() && rules.prefix.starts_with(&full) {
        let location = utf8_percent_encode(&rules.prefix, IN_A_PATH).to_string();
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    let Some(path) = full.strip_prefix(&*rules.prefix).map(|rest| format!("/{rest}")) else { return absent(&full) };
    if (rules.withheld)(&path) {
        return absent(&full);
    }
    let Ok(within) = utf8_percent_encode(&path, IN_A_PATH).to_string().parse::<PathAndQuery>() else {
        return absent(&full);
    };
    *request.uri_mut() = Uri::from(within);
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return absent(&full);
    }
    if response.status().is_redirection() && response.headers().contains_key(header::LOCATION) {
        let location = utf8_percent_encode(&format!("{full}/"), IN_A_PATH).to_string();
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location)]).into_response();
    }
    let mut set = |name: HeaderName, value| response.headers_mut().insert(name, value);
    set(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Some(wasm_type) = rules.wasm_type.clone().filter(|_| is_wasm(&path)) {
        set(header::CONTENT_TYPE, wasm_type);
    }
    response
}

fn is_wasm(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "wasm")
}

fn absent(path: &str) -> Response {
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, plain, format!("Not found: {path}\n")).into_response()
}

/// A site that is being served. Dropping it ends it.
#[derive(Debug)]
pub struct RunningSite {
    address: String,
    _stop: oneshot::Sender<()>,
}

impl RunningSite {
    /// The address of its start page. It ends with a slash.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of a file or place in it: `site.at("#unit-3")`.
    pub fn at(&self, place: &str) -> String {
        format!("{}{place}", self.address)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    use super::*;

    fn small_site() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        write("index.html", "<p>Page</p>".repeat(100));
        write("a.js", "let a = 1;".repeat(100));
        write("a_bg.wasm", "\0asm".repeat(100));
        write("a.css", "p { margin: 0 }".repeat(100));
        write("a.woff2", "wOF2".repeat(100));
        write("a b.svg", "<svg/>".repeat(100));
        std::fs::create_dir(folder.path().join("more")).unwrap();
        write("more/index.html", "<p>More</p>".to_owned());
        folder
    }

    /// The head of the answer, in lower case.
    async fn get(site: &RunningSite, path: &str, more: &str) -> String {
        let host = site.address().trim_start_matches("http://").split('/').next().unwrap();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        answer.split("\r\n\r\n").next().unwrap().to_owned()
    }

    #[tokio::test]
    async fn files_have_their_right_types() {
        let folder = small_site();
        let site = Site::of(folder.path()).start().await.unwrap();
        for (path, content_type) in [
            ("/", "text/html"),
            ("/?lang=en", "text/html"),
            ("/a.js?v=2", "text/javascript"),
            ("/a_bg.wasm", "application/wasm"),
            ("/a.css", "text/css"),
            ("/a.woff2", "font/woff2"),
            ("/a%20b.svg", "image/svg+xml"),
        ] {
            let head = get(&site, path, "").await;
            assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
            assert!(head.contains(&format!("content-type: {content_type}")), "{path}: {head}");
            assert!(head.contains("cache-control: no-cache"), "{path}: {head}");
        }
        let head = get(&site, "/nothing", "").await;
        assert!(head.starts_with("http/1.1 404") && head.contains("text/plain"), "{head}");
        assert!(get(&site, "/../Cargo.toml", "").await.starts_with("http/1.1 404"));
    }

    #[tokio::test]
    async fn a_folder_may_hold_spaces() {
        let folder = small_site();
        let site = Site::of(folder.path()).under("a course/unit 1").start().await.unwrap();
        assert!(site.address().ends_with("/a%20course/unit%201/"));
        assert!(get(&site, "/a%20course/unit%201/", "").await.starts_with("http/1.1 200"));
        assert!(get(&site, "/a%20course/unit%201/a%20b.svg", "").await.starts_with("http/1.1 200"));
        assert!(get(&site, "/a%20course/unit%201", "").await.contains("location: /a%20course/unit%201/"));
        assert!(get(&site, "/a%20course/unit%201/more", "").await.contains("location: /a%20course/unit%201/more/"));
        assert!(get(&site, "/a.js", "").await.starts_with("http/1.1 404"));
    }

    #[tokio::test]
    async fn hosts_may_have_faults() {
        let folder = small_site();
        let site = Site::of(folder.path()).missing_wasm().without(|path| path == "/a.css").start().await.unwrap();
        assert!(get(&site, "/a_bg.wasm", "").await.starts_with("http/1.1 404"));
        assert!(get(&site, "/a.css", "").await.starts_with("http/1.1 404"));
        assert!(get(&site, "/a.js", "").await.starts_with("http/1.1 200"));
        let site = Site::of(folder.path()).header("x-odd", "very").start().await.unwrap();
        assert!(get(&site, "/a.js", "").await.contains("x-odd: very"));
        let site = Site::of(folder.path()).serve_wasm_as("application/octet-stream").start().await.unwrap();
        assert!(get(&site, "/a_bg.wasm", "").await.contains("content-type: application/octet-stream"));
        let site = Site::of(folder.path()).header("access-control-allow-origin", "*").start().await.unwrap();
        assert!(get(&site, "/a.js", "").await.contains("access-control-allow-origin: *"));
    }

    #[tokio::test]
    async fn a_site_may_send_headers_and_have_more_beside_it() {
        let folder = small_site();
        let more = Router::new().route("/told", axum::routing::post(async |text: String| format!("told {text}")));
        let site = Site::of(folder.path()).under("a b").header("x-odd", "one").header("x-odd", "two");
        let site = site.beside("/course", more).start().await.unwrap();
        let page = get(&site, "/a%20b/", "").await;
        assert!(page.contains("x-odd: one") && page.contains("x-odd: two"), "{page}");
        let wrong = get(&site, "/course/told", "").await;
        assert!(wrong.starts_with("http/1.1 405") && wrong.contains("x-odd: one"), "{wrong}");
    }

    #[tokio::test]
    async fn text_travels_compressed_and_fonts_as_they_are() {
        let folder = small_site();
        let site = Site::of(folder.path()).start().await.unwrap();
        let both = "accept-encoding: gzip, br\r\n";
        for path in ["/", "/a.js", "/a.css", "/a_bg.wasm", "/a%20b.svg"] {
            assert!(get(&site, path, both).await.contains("content-encoding: br"), "{path}");
        }
        assert!(get(&site, "/", "accept-encoding: gzip\r\n").await.contains("content-encoding: gzip"));
        assert!(!get(&site, "/a.woff2", both).await.contains("content-encoding"));
    }

    #[tokio::test]
    async fn a_taken_port_is_an_error_and_a_dropped_site_is_gone() {
        let folder = small_site();
        let site = Site::of(folder.path()).start().await.unwrap();
        let port = site.address().rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
        assert!(Site::of(folder.path()).port(port).start().await.is_err());
        drop(site);
        let mut gone = false;
        for _ in 0..100 {
            gone = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err();
            if gone {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(gone);
    }
}
