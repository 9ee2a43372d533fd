//! News reach a school, and everybody reads the public page and its feed.

use crate::people::*;
use crate::statement::told;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// Opens the public page once it tells the news.
async fn open_plan(anybody: &Browser, server: &Server) {
    let shown = "return document.body.innerText.includes('se suit en ligne')";
    for n in 0..30 {
        // A browser keeps the page for some minutes: another address each time.
        anybody.go(&format!("{}/plan?{n}", server.address())).await;
        if anybody.run(shown, json!([])).await == json!(true) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    anybody.wait_for_text("toutes les données sont fictives").await;
}

/// Anybody reads the public page at 320 pixels; a school reads a line of news and puts it away.
#[tokio::test]
async fn news_reach_a_school_and_everybody() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    told(&server).await;
    let mut office = desk(&server, 1).await;
    let anybody = Browser::open(&folder.path().join("anybody"), Look::NARROW).await;
    open_plan(&anybody, &server).await;
    is_accessible(&anybody, "the public page").await;
    fits(&anybody, "the public page").await;
    let scripts = "return document.scripts.length + document.cookie.length";
    assert_eq!(anybody.run(scripts, json!([])).await, json!(0));

    let school = a_school(office.view(), 0);
    let code = office.make_code(school.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_for_text("Nouveau").await;
    is_accessible(&tablet, "news at a school").await;
    let read = "const button = document.querySelector('.news button');
        button?.click(); return !!button";
    tablet.wait_for("the button that puts it away", read, WAIT).await;
    tablet.reload().await;
    tablet.wait_until_started().await;
    tablet.find("heading", "Mon école").await;
    let gone = "return !document.querySelector('.news')";
    tablet.wait_for("no news", gone, WAIT).await;
}

/// Atom (RFC 4287), read by the browser's own parser: each feed and entry has what it must have,
/// and texts are texts.
#[tokio::test]
async fn the_feed_is_read_by_another_parser() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    told(&server).await;
    let browser = Browser::open(&folder.path().join("feed"), Look::OFFICE).await;
    open_plan(&browser, &server).await;
    let read = "const answer = await fetch('/plan/actualites.atom');
        const feed = new DOMParser().parseFromString(await answer.text(), 'application/xml');
        if (feed.querySelector('parsererror')) return 'not XML';
        const atom = 'http://www.w3.org/2005/Atom';
        const children = (node, name) =>
            [...node.children].filter((one) => one.localName === name);
        const one = (node, name) => {
            const found = children(node, name);
            return found.length === 1 && found[0].namespaceURI === atom
                && found[0].textContent.trim() !== '';
        };
        const dated = (node) => /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$/
            .test(children(node, 'updated')[0].textContent);
        const root = feed.documentElement;
        if (root.localName !== 'feed' || root.namespaceURI !== atom) return 'no feed';
        const entries = children(root, 'entry');
        const must = [root, ...entries];
        if (!must.every((node) => ['title', 'id', 'updated'].every((name) => one(node, name))))
            return 'something is missing';
        if (!must.every(dated)) return 'a day is none (RFC 3339)';
        if (!one(root, 'author')) return 'no author';
        const ids = must.map((node) => children(node, 'id')[0].textContent);
        if (new Set(ids).size !== ids.length) return 'two have one key';
        const known = ['title', 'id', 'updated', 'author', 'link', 'content', 'entry'];
        const stray = must.flatMap((node) => [...node.children])
            .filter((node) => !known.includes(node.localName));
        if (stray.length > 0) return stray[0].localName;
        return entries.map((node) => children(node, 'title')[0].textContent)";
    let titles = browser.run(read, json!([])).await;
    let titles = titles.as_array().unwrap_or_else(|| panic!("{titles}"));
    assert!(titles.iter().any(|title| title == "Le plan se suit en ligne"), "{titles:?}");
}
