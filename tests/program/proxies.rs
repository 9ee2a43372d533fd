//! The configurations for nginx and Caddy, in the real programs of Debian: sign-in, a large photo,
//! the live channel, limits by the address of the client.

use reqwest::{Client, StatusCode};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::people::{DISPATCHER, PASSWORD};
use tests::server::Server;

/// A proxy that runs.
struct Proxy {
    process: Child,
    _folder: TempDir,
    port: u16,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
    free.expect("a free port").port()
}

/// What we deliver, with the addresses of the test in the place of its own.
fn delivered(name: &str, server: &Server) -> String {
    let path = deb::deploy().join(name);
    let text = std::fs::read_to_string(path).expect("a configuration");
    let to = server.address().replace("http://localhost", "127.0.0.1");
    let changed = text.replace("127.0.0.1:8080", &to);
    assert_ne!(changed, text);
    changed
}

impl Proxy {
    async fn started(mut command: Command, folder: TempDir, port: u16) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let process = command.spawn().expect("run «cargo xtask test» once, which installs it");
        let proxy = Self { process, _folder: folder, port };
        let until = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the proxy does not start");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        proxy
    }

    /// nginx without its TLS, which is the browser's part of the way.
    async fn nginx(server: &Server) -> Self {
        let (folder, port) = (TempDir::new().expect("a folder"), free_port());
        let text = delivered("nginx.conf", server);
        let site = &text[..text.rfind("server {").expect("the second server")];
        let is_kept = |line: &&str| !line.contains("ssl_") && !line.contains("[::]");
        let site: Vec<_> = site.lines().filter(is_kept).collect();
        let site = site.join("\n");
        let plain = site.replace("listen 443 ssl http2;", &format!("listen 127.0.0.1:{port};"));
        assert_ne!(plain, site);
        let at = folder.path().display();
        let whole = format!(
            "daemon off; master_process off; pid {at}/pid; error_log {at}/log;\n\
             events {{}}\nhttp {{ access_log off; client_body_temp_path {at}/a; \
             proxy_temp_path {at}/b; fastcgi_temp_path {at}/c; uwsgi_temp_path {at}/d; \
             scgi_temp_path {at}/e;\n{plain}\n}}\n"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, whole).expect("written");
        let mut command = Command::new("/usr/sbin/nginx");
        command.arg("-c").arg(&file);
        Self::started(command, folder, port).await
    }

    async fn caddy(server: &Server) -> Self {
        let (folder, port) = (TempDir::new().expect("a folder"), free_port());
        let text = delivered("Caddyfile", server);
        let plain = text.replace("tournee.example {", &format!("http://127.0.0.1:{port} {{"));
        assert_ne!(plain, text);
        let file = folder.path().join("Caddyfile");
        std::fs::write(&file, format!("{{\n\tadmin off\n}}\n{plain}")).expect("written");
        let mut command = Command::new("/usr/bin/caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(&file);
        command.env("HOME", folder.path()).env("XDG_DATA_HOME", folder.path());
        Self::started(command, folder, port).await
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn client() -> Client {
    // The cookies are for https alone: they are given by hand.
    Client::builder().no_gzip().build().expect("a client")
}

/// A photo of the most bytes that the product takes: noise, which no format makes smaller.
fn large_photo() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    let side = 1_600;
    let pixels: Vec<u8> = (0..side * side * 3).map(|_| random.u8(..)).collect();
    let picture = image::RgbImage::from_raw(side, side, pixels).expect("a picture");
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("written");
    bytes.into_inner()
}

async fn sign_in(proxy: &Proxy, mail: &str, password: &str, from: Option<&str>) -> (u16, String) {
    let device = "01890000-0000-7000-8000-000000000001";
    let body = json!({ "mail": mail, "password": password, "device": device });
    let mut asked = client().post(proxy.url("/api/v1/session")).json(&body);
    if let Some(from) = from {
        asked = asked.header("x-forwarded-for", from);
    }
    let answer = asked.send().await.expect("an answer");
    let cookie = answer.headers().get_all("set-cookie").iter();
    let cookie =
        cookie.filter_map(|set| set.to_str().ok()).find(|s| s.starts_with("__Host-tournee="));
    let cookie = cookie.and_then(|set| set.split(';').next()).unwrap_or("").to_owned();
    (answer.status().as_u16(), cookie)
}

/// What a desk, a phone and an intruder do, through a proxy.
async fn holds(proxy: &Proxy) {
    let (status, cookie) = sign_in(proxy, DISPATCHER, PASSWORD, None).await;
    assert_eq!(status, 200);
    let page = client().get(proxy.url("/")).send().await.expect("a page");
    assert!(page.headers().contains_key("content-security-policy"));

    let photo = large_photo();
    assert!(photo.len() > 7_000_000 && photo.len() < 8 * 1024 * 1024, "{} bytes", photo.len());
    let hash: String = Sha256::digest(&photo).iter().map(|byte| format!("{byte:02x}")).collect();
    let url = proxy.url(&format!("/api/v1/files/{hash}"));
    let sent = client().put(&url).header("cookie", &cookie).body(photo).send().await;
    let sent = sent.expect("an answer");
    assert!(sent.status().is_success(), "{:?}", sent.text().await);

    // The channel says something at once, and again when something happens: neither is held back.
    let asked = client().get(proxy.url("/api/v1/live")).header("cookie", &cookie).send().await;
    let mut live = asked.expect("a channel");
    assert_eq!(live.status(), StatusCode::OK);
    let heard = tokio::time::timeout(Duration::from_secs(10), live.chunk()).await;
    let heard = heard.expect("an event is held back").expect("the channel stays");
    assert!(heard.is_some_and(|event| !event.is_empty()));

    // Whoever says that they come from elsewhere each time is counted all the same.
    let mut refused = false;
    for n in 0..80 {
        let from = format!("198.51.{n}.1");
        let mail = format!("{n}@nowhere.example");
        let (status, _) = sign_in(proxy, &mail, "wrong words here", Some(&from)).await;
        refused |= status == 429;
    }
    assert!(refused, "the proxy lets clients say where they come from");
}

#[tokio::test]
async fn nginx_as_delivered_lets_through_what_is_needed() {
    let server = Server::demo();
    holds(&Proxy::nginx(&server).await).await;
}

#[tokio::test]
async fn caddy_as_delivered_lets_through_what_is_needed() {
    let server = Server::demo();
    holds(&Proxy::caddy(&server).await).await;
}

/// The whole of what is delivered for nginx is read by it, with TLS.
#[test]
fn nginx_reads_the_whole_configuration() {
    let folder = TempDir::new().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]);
    openssl.args(["-nodes", "-days", "2", "-subj", "/CN=tournee.example", "-keyout"]);
    let made = openssl.arg(at("key.pem")).arg("-out").arg(at("cert.pem")).output();
    assert!(made.expect("openssl").status.success());
    let path = |name: &str| at(name).display().to_string();
    let text = std::fs::read_to_string(deb::deploy().join("nginx.conf")).expect("a configuration");
    let text = text
        .replace("/etc/ssl/certs/tournee.pem", &path("cert.pem"))
        .replace("/etc/ssl/private/tournee.key", &path("key.pem"));
    let whole = format!("pid {}; events {{}} http {{ {text} }}", path("pid"));
    std::fs::write(at("nginx.conf"), whole).expect("written");
    let tested = test_configuration(&at("nginx.conf"));
    assert!(tested.0, "{}", tested.1);
}

fn test_configuration(file: &Path) -> (bool, String) {
    let tested = Command::new("/usr/sbin/nginx").arg("-t").arg("-c").arg(file).output();
    let tested = tested.expect("nginx");
    (tested.status.success(), String::from_utf8_lossy(&tested.stderr).into_owned())
}
