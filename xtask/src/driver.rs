//! The chromedriver process: started on a free port, ended with every browser that it opened.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::Path,
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Child,
    time::timeout,
};

use crate::run;

/// How long chromedriver may take to start, or to close a browser.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running chromedriver. Dropping it closes its browser and ends it.
#[derive(Debug)]
pub(crate) struct Driver {
    child: Child,
    port: u16,
    /// The session to close on the way out.
    pub(crate) session: Option<String>,
}

impl Driver {
    pub(crate) async fn start(program: &Path) -> Result<Self> {
        let mut command = tokio::process::Command::from(run::command(program));
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut child = command.spawn().context("could not start chromedriver")?;
        let stdout = child.stdout.take().context("chromedriver has no output")?;
        let mut lines = BufReader::new(stdout).lines();
        let port = timeout(PATIENCE, async {
            while let Some(line) = lines.next_line().await.context("could not read what chromedriver says")? {
                if let Some(port) = port_in(&line) {
                    return Ok(port);
                }
            }
            bail!("chromedriver ended before it named its port")
        });
        let port = port.await.context("chromedriver did not start in 20 s")??;
        // Somebody has to read on, or chromedriver would one day wait for room in its pipe.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, port, session: None })
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks chromedriver to close the browser, and waits until it has. Blocking, because `drop` cannot wait otherwise.
    fn close_session(&self, session: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "DELETE /session/{session} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 0\r\n\r\n")?;
        stream.read(&mut [0; 64]).map(|_| ())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.close_session(&session).ok(); // it may have died already: then there is nothing to close
        }
        self.child.start_kill().ok();
    }
}

fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_chromedriver_says() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 36177."), Some(36177));
        assert_eq!(port_in("Starting ChromeDriver 156.0 on port 0"), None);
    }
}
