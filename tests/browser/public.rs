//! News reach a school, and everybody reads the public page and its feed.

use crate::people::*;
use crate::reflow::picture;
use crate::statement::told;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use server::state::now_ms;
use shared::command::Command;
use shared::day::paris_day;
use shared::id::NoticeId;
use shared::notice::{self, Audience};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

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

/// Lets pages run scripts, or not.
async fn with_scripts(browser: &Browser, run: bool) {
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": !run })).await;
}

/// Fails unless the page, read with scripts forbidden, loaded its style and nothing else, and is
/// readable on this screen; the sheet too.
async fn is_read_without_script(browser: &Browser, server: &Server, name: &str) {
    with_scripts(browser, false).await;
    open_plan(browser, server).await;
    fits(browser, name).await;
    reads_well(browser, name).await;
    picture(browser, &format!("plan-{name}")).await;
    let loaded = "return performance.getEntriesByType('resource').map((one) => one.name)
        .filter((name) => !name.endsWith('/favicon.ico'))";
    let style = format!("{}/plan/style.css", server.address());
    assert_eq!(browser.run(loaded, json!([])).await, json!([style]), "its style alone");
    let scripts = "return document.scripts.length + document.cookie.length";
    assert_eq!(browser.run(scripts, json!([])).await, json!(0));
    // The check of accessibility is a script itself.
    with_scripts(browser, true).await;
    open_plan(browser, server).await;
    is_accessible(browser, name).await;
    browser.go(&format!("{}/plan/affiche", server.address())).await;
    is_accessible(browser, "the sheet").await;
    fits(browser, "the sheet").await;
    picture(browser, &format!("sheet-{name}")).await;
}

/// The pages of what is printed.
async fn printed(browser: &Browser, name: &str) -> usize {
    let paper = json!({ "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": false });
    let answer = browser.devtools("Page.printToPDF", paper).await;
    let pdf = STANDARD.decode(answer["data"].as_str().expect("a document")).expect("base64");
    if let Ok(folder) = std::env::var("TOURNEE_PICTURES") {
        let path = std::path::Path::new(&folder).join(format!("{name}.pdf"));
        std::fs::write(path, &pdf).expect("written");
    }
    String::from_utf8_lossy(&pdf).matches("/Type /Page\n").count()
}

/// Acceptance 1 of S14, in print: without what only a screen can use, dark letters on white; the
/// sheet for the board of a school is one page.
async fn is_printed(browser: &Browser, server: &Server) {
    open_plan(browser, server).await;
    let pages = printed(browser, "plan").await;
    assert!((1..=6).contains(&pages), "{pages} pages");
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    let shown = "return [getComputedStyle(document.querySelector('nav')).display,
        getComputedStyle(document.body).backgroundColor,
        getComputedStyle(document.querySelector('.meta')).color]";
    let shown = browser.run(shown, json!([])).await;
    assert_eq!(shown, json!(["none", "rgb(255, 255, 255)", "rgb(34, 34, 34)"]));
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    browser.go(&format!("{}/plan/affiche", server.address())).await;
    assert_eq!(printed(browser, "sheet").await, 1, "the sheet for the board is one page");
}

/// The title of news that are written on the screen.
const FOR_SCHOOLS: &str = "Réunion des écoles le mercredi";

/// A commune is found by some letters of its name, and chosen and let go by keys alone; the number
/// of schools is told with it.
async fn choose_by_keyboard(desk: &Browser) {
    desk.fill("searchbox", "Chercher une commune", "firm").await;
    let only = "return document.querySelectorAll('.picks')[0].children.length === 1";
    desk.wait_for("the commune alone", only, WAIT).await;
    desk.press("\u{E007}").await;
    desk.press("\u{E004}").await;
    desk.press(" ").await;
    desk.wait_for_text("Choisi\u{a0}: Firminy (").await;
    let told = "const chosen = document.querySelector('.picks label').innerText;
        const count = [...document.querySelectorAll('[role=status]')].map((one) => one.innerText);
        return count.some((one) => chosen.includes(`(${one})`))";
    desk.wait_for("the number of its schools", told, WAIT).await;
    desk.press(" ").await;
    desk.wait_for_text("Aucune école").await;
    desk.fill("searchbox", "Chercher une école", "zzzz").await;
    desk.wait_for_text("Rien de ce nom.").await;
}

/// The coordinator writes news to all schools: the screen says how many that are, shows them before
/// they are published, and the public page has nothing of them.
async fn write_news(desk: &Browser, server: &Server) {
    sign_in(desk, server, COORDINATOR).await;
    desk.go(&format!("{}/actualites", server.address())).await;
    desk.click("button", "Écrire une actualité").await;
    desk.fill("textbox", "Titre", FOR_SCHOOLS).await;
    let until = paris_day(now_ms()) + chrono::Duration::days(30);
    set(desk, "au", &until.to_string()).await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("Choisissez pour qui.").await;
    let first = "return document.activeElement.type";
    assert_eq!(desk.run(first, json!([])).await, json!("checkbox"), "the focus is where it is");
    choose_by_keyboard(desk).await;
    desk.click("checkbox", "Toutes les écoles").await;
    desk.wait_for_text("277\u{a0}écoles").await;
    is_accessible(desk, "news that are written").await;
    picture(desk, "news-written").await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("Brouillon").await;
    desk.click("button", &format!("Publier\u{a0}: {FOR_SCHOOLS}")).await;
    desk.wait_for_text("Actualité publiée.").await;
    wait_until_sent(desk).await;
    picture(desk, "news-desk").await;
    open_plan(desk, server).await;
    let told = format!("return document.body.innerText.includes({})", json!(FOR_SCHOOLS));
    assert_eq!(desk.run(&told, json!([])).await, json!(false), "it is for schools alone");
    desk.go(&format!("{}/actualites", server.address())).await;
    desk.find("heading", "Actualités").await;
}

/// Anybody reads the public page at 320 pixels, in the dark, on paper and without script; a school
/// reads a line of news and puts it away.
#[tokio::test]
async fn news_reach_a_school_and_everybody() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    told(&server).await;
    let anybody = Browser::open(&folder.path().join("narrow"), Look::NARROW).await;
    is_read_without_script(&anybody, &server, "narrow").await;
    let anybody = Browser::open(&folder.path().join("dark"), Look::OFFICE.in_dark()).await;
    is_read_without_script(&anybody, &server, "dark").await;
    is_printed(&anybody, &server).await;
    is_a_feed(&anybody).await;
    let coordinator = anybody;
    write_news(&coordinator, &server).await;

    let mut office = desk(&server, 1).await;
    let school = a_school(office.view(), 0);
    let code = office.make_code(school.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_for_text(FOR_SCHOOLS).await;
    is_accessible(&tablet, "news at a school").await;
    picture(&tablet, "news-school").await;
    let told = "Retirer\u{a0}: Le plan se suit en ligne";
    coordinator.click("button", told).await;
    answer(&coordinator, "Retirer").await;
    coordinator.wait_for_text("Retirée").await;
    wait_until_sent(&coordinator).await;
    let withdrawn = "return !document.body.innerText.includes('se suit en ligne')";
    tablet.wait_for("the end of what was withdrawn", withdrawn, WAIT).await;
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
async fn is_a_feed(browser: &Browser) {
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

/// News of today alone, to every school.
async fn news_of_today(office: &mut Device) {
    let today = paris_day(office.now());
    let draft = notice::Draft {
        title: FOR_TODAY.into(),
        text: "Les passages de demain sont maintenus.".into(),
        from: today,
        until: today,
        audience: Audience { schools: true, ..Audience::default() },
        link: None,
    };
    let news = NoticeId(Uuid::from_u128(79));
    let commands: [Command; 2] = [
        notice::Act::SetNotice { notice: news, draft }.into(),
        notice::Act::PublishNotice { notice: news }.into(),
    ];
    for command in commands {
        office.give(command).expect("given");
    }
    office.sync().await.expect("sent");
}

const FOR_TODAY: &str = "Serveur coupé ce soir à 18 h";

/// S14, «breaks»: a tablet that has had no network since. The last day of the news is over at
/// midnight in Paris, and the tablet knows it by itself.
#[tokio::test]
async fn news_end_at_midnight_on_a_tablet_without_a_network() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = Device::new(&server, 3);
    office.sign_in(COORDINATOR, PASSWORD).await.expect("the coordinator signs in");
    office.sync().await.expect("everything");
    news_of_today(&mut office).await;
    let school = a_school(office.view(), 0);
    let code = office.make_code(school.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_for_text(FOR_TODAY).await;
    tablet.wait_until_kept().await;
    tablet.wait_until_role_kept().await;
    server.kill();
    tablet.reload().await;
    tablet.wait_until_started().await;
    tablet.wait_for_text(FOR_TODAY).await;
    // The clock of the tablet a day on.
    let clock = "const now = Date.now; Date.now = () => now.call(Date) + 86400000;";
    let source = json!({ "source": clock });
    tablet.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    tablet.reload().await;
    tablet.wait_until_started().await;
    tablet.find("heading", "Mon école").await;
    let over = format!("return !document.body.innerText.includes({})", json!(FOR_TODAY));
    tablet.wait_for("the end of the news", &over, WAIT).await;
}
