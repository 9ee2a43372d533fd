//! What axe-core cannot see: text that is cut when a person spaces it out, a focus that something
//! hides, edges that are too faint.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The texts that are cut once they are spaced as WCAG 1.4.12 (RGAA 10.12) says. Those that end in
/// dots on the dense pages of a desk are apart: they are whole elsewhere, and a person who spaces
/// texts chooses the pages with more room.
const CUT: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
    const hides = (value) => value === 'hidden' || value === 'clip';
    const cut = [];
    for (const element of document.querySelectorAll('body *')) {
        const style = getComputedStyle(element);
        if (element.closest('.visually-hidden, svg, [hidden]') || !element.offsetParent) continue;
        if (style.clipPath !== 'none' || style.textOverflow === 'ellipsis') continue;
        const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
        const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
        if (element.innerText?.trim() && (wide || high)) {
            cut.push(`${element.tagName} ${element.className} «${element.innerText.slice(0, 40)}»`);
        }
    }
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) {
        cut.push(`the page: ${page.scrollWidth} of ${page.clientWidth}`);
    }
    document.adoptedStyleSheets = [];
    return cut";

/// The elements that have the focus and are wholly under something else (WCAG 2.4.11).
const COVERED: &str = "
    const all = [...document.querySelectorAll(SCOPE)].reverse();
    const covered = [];
    for (const element of all) {
        if (element.tabIndex < 0 || element.disabled || !element.checkVisibility()) continue;
        element.focus();
        if (document.activeElement !== element) continue;
        const shown = element.closest('label') ?? element;
        const { left, top, right, bottom } = shown.getBoundingClientRect();
        const inside = (low, high, part) => low + (high - low) * part;
        const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y]));
        const seen = points.some(([x, y]) => {
            const at = document.elementFromPoint(inside(left, right, x), inside(top, bottom, y));
            return at && (shown.contains(at) || at.contains(shown));
        });
        if (!seen) covered.push(`${element.tagName} «${shown.innerText?.slice(0, 40)}» ${top}`);
    }
    return covered";

/// What is cut of a page once its text is spaced.
pub(crate) async fn cut_when_spaced(browser: &Browser, what: &str) -> Vec<String> {
    let cut = browser.run(CUT, json!([])).await;
    let cut = cut.as_array().cloned().unwrap_or_default();
    cut.iter().map(|one| format!("{what}: {}", one.as_str().unwrap_or_default())).collect()
}

/// Fails when what has the focus is hidden, from the last element of the scope to the first.
async fn shows_its_focus(browser: &Browser, scope: &str, what: &str) {
    let focusable = ["a[href]", "button", "input", "select", "textarea", "summary"];
    let scope = focusable.map(|one| format!("{scope} {one}")).join(", ");
    let script = COVERED.replace("SCOPE", &json!(scope).to_string());
    assert_eq!(browser.run(&script, json!([])).await, json!([]), "{what}: the focus is hidden");
}

/// A focus that goes backwards is never under the head of a dialog, the main button or a message.
#[tokio::test]
async fn what_has_the_focus_is_seen() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let visit = crate::hands::visit_with_requests(&mut office, 4).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.go(&format!("{}/passage/{}", server.address(), visit.id)).await;
    phone.click("button", "Démarrer le passage").await;
    phone.wait_for_text("Enregistré\u{a0}: le passage a démarré.").await;
    shows_its_focus(&phone, "body", "a visit with a message").await;
    phone.click("button", "Ajouter une demande").await;
    phone.wait_for("the dialog", "return !!document.querySelector('dialog[open]')", WAIT).await;
    shows_its_focus(&phone, "dialog[open]", "a long dialog").await;
    assert_eq!(cut_when_spaced(&phone, "a long dialog").await, [""; 0]);
}

/// Edges of fields and the ring of the focus stand out by 3 to 1 (WCAG 1.4.11, RGAA 3.3), in light
/// and in dark, on each ground that they stand on.
#[tokio::test]
async fn edges_and_the_focus_stand_out() {
    let contrasts = "
        const style = getComputedStyle(document.documentElement);
        const shine = (name) => {
            const text = style.getPropertyValue(name).trim();
            const parts = [1, 3, 5].map((at) => parseInt(text.slice(at, at + 2), 16) / 255);
            const linear = (part) =>
                part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            const [red, green, blue] = parts.map(linear);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrast = (a, b) => {
            const [low, high] = [shine(a), shine(b)].sort((x, y) => x - y);
            return (high + 0.05) / (low + 0.05);
        };
        const pairs = [['--line', '--paper'], ['--line', '--sheet'], ['--line', '--grey-soft'],
            ['--focus', '--paper'], ['--focus', '--sheet'], ['--focus', '--grey-soft'],
            ['--blue', '--paper'], ['--blue', '--sheet'], ['--paper', '--ink']];
        return pairs.map(([a, b]) => [`${a} on ${b}`, contrast(a, b)])
            .filter(([, found]) => !(found >= 3))";
    let server = Server::empty();
    let folder = TempDir::new().expect("a folder");
    for (name, look) in [("light", Look::PHONE), ("dark", Look::PHONE.in_dark())] {
        let browser = Browser::open(&folder.path().join(name), look).await;
        browser.go(&server.address()).await;
        browser.wait_until_started().await;
        assert_eq!(browser.run(contrasts, json!([])).await, json!([]), "{name}");
    }
}

/// Who needs more time keeps the short messages until they close them (RGAA 13.1).
#[tokio::test]
async fn messages_stay_as_long_as_the_person_wants() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await.id;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.go(&format!("{}/compte", server.address())).await;
    phone.click("button", "Restent affichés").await;
    is_accessible(&phone, "the settings of this browser").await;
    phone.go(&format!("{}/demande/{ticket}", server.address())).await;
    comment(&phone, "Essai").await;
    phone.wait_for_text("le commentaire est ajouté").await;
    // Longer than a message stays by itself.
    tokio::time::sleep(std::time::Duration::from_secs(9)).await;
    phone.wait_for_text("le commentaire est ajouté").await;
    phone.click("button", "Fermer").await;
    let gone = "return !document.querySelector('.toast')";
    phone.wait_for("the message to go", gone, WAIT).await;
}

/// The navigation of a desk is one line at 1366 pixels, on each screen that it names.
#[tokio::test]
async fn the_navigation_of_a_desk_is_one_line() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    sign_in(&desk, &server, COORDINATOR).await;
    let lines = "const tops = [...document.querySelectorAll('.nav > ul > li')]
            .filter((item) => item.checkVisibility()).map((item) => item.offsetTop);
        return tops.length > 4 && new Set(tops).size";
    for path in ["/couverture", "/planning", "/tableau-de-bord", "/abonnements", "/reglages"] {
        desk.go(&format!("{}{path}", server.address())).await;
        desk.wait_until_started().await;
        desk.wait_for("the screen", "return !!document.querySelector('h1')", WAIT).await;
        let found = desk.wait_for("the navigation", lines, WAIT).await;
        assert_eq!(found, json!(1), "{path}");
    }
}
