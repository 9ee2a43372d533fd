//! Scratch.
use crate::people::*;
use serde_json::json;
use shared::command::{Command, ProposedVisit};
use shared::day::paris_day;
use shared::planning;
use shared::rounds::Search;
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

async fn shot(b: &Browser, name: &str) {
    tokio::time::sleep(Duration::from_millis(400)).await;
    let out = PathBuf::from("/tmp/shots");
    std::fs::create_dir_all(&out).unwrap();
    b.screenshot(&out.join(format!("{name}.png"))).await;
}

pub(crate) async fn published(office: &mut Device) {
    let today = paris_day(office.now());
    let calendar = office.view().calendar();
    let quarter = calendar.current_quarter(today).unwrap().clone();
    let problem = planning::problem(office.view(), &quarter, today);
    let mut search = Search::new(&problem.instance, 1).unwrap();
    let (_, budget) = search.progress();
    search.run(budget / 4);
    let visits = problem.placed(&search.best()).into_iter().map(|at| ProposedVisit {
        visit: office.new_visit(),
        site: at.site,
        technician: at.technician,
        slot: at.slot,
    });
    let visits: Vec<_> = visits.collect();
    eprintln!("{} visits, quarter {quarter:?}, days {}", visits.len(), problem.days.len());
    office.give(Command::ProposePlan { quarter: quarter.id.clone(), visits }).unwrap();
    office.give(Command::PublishPlan { quarter: quarter.id }).unwrap();
    office.sync().await.unwrap();
}

const TIMED: &str = "const [find, done] = arguments;
    const target = new Function('return ' + find)();
    if (!target) return 'no target';
    const until = new Function('return ' + done);
    const start = performance.now();
    target.click();
    const sync = performance.now() - start;
    return await new Promise((resolve) => {
        const look = () => {
            if (until()) requestAnimationFrame(() => setTimeout(() => resolve([Math.round(sync), Math.round(performance.now() - start)])));
            else if (performance.now() - start > 10000) resolve('never');
            else requestAnimationFrame(look);
        };
        look();
    });";

async fn timed(b: &Browser, what: &str, find: &str, done: &str) {
    eprintln!("TIME {what}: {}", b.run(TIMED, json!([find, done])).await);
}

#[tokio::test]
async fn look_around() {
    let server = Server::demo();
    let folder = TempDir::new().unwrap();
    let mut office = desk(&server, 1).await;
    let b = Browser::open(&folder.path().join("d"), Look::DESK).await;
    sign_in(&b, &server, COORDINATOR).await;
    shot(&b, "01-coverage-empty").await;
    b.go(&format!("{}/planning", server.address())).await;
    b.wait_until_started().await;
    shot(&b, "02-planning-empty").await;
    b.go(&format!("{}/couverture", server.address())).await;
    b.wait_until_started().await;
    b.click("button", "Préparer le planning").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    shot(&b, "03-preparing").await;
    b.click("button", "Arrêter et garder ce planning").await;
    tokio::time::sleep(Duration::from_millis(3000)).await;
    shot(&b, "04-prepared").await;
    b.click("button", "Publier le planning").await;
    shot(&b, "05-publish").await;
    b.press("\u{e00c}").await;
    published(&mut office).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    shot(&b, "06-coverage-list").await;
    timed(
        &b,
        "to communes",
        "[...document.querySelectorAll('button.toggle')].find(x=>x.innerText=='Par commune')",
        "document.querySelectorAll('table.data tbody tr').length>30",
    )
    .await;
    shot(&b, "07-communes").await;
    b.click("button", "Carte").await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    shot(&b, "08-map").await;
    b.run("document.querySelector('.rounds')?.scrollIntoView()", json!([])).await;
    shot(&b, "09-map-list").await;
    timed(
        &b,
        "initial planning",
        "[...document.querySelectorAll('nav a')].find(x=>x.innerText=='Planning')",
        "document.querySelectorAll('.plan-visit').length>30",
    )
    .await;
    shot(&b, "10-planning").await;
    timed(
        &b,
        "open menu",
        "document.querySelectorAll('.plan-visit')[20]",
        "!!document.querySelector('dialog[open] select')",
    )
    .await;
    shot(&b, "11-menu").await;
    timed(
        &b,
        "start move",
        "[...document.querySelectorAll('dialog[open] button')].find(x=>x.innerText=='Déplacer')",
        "document.querySelectorAll('.plan-free').length>0",
    )
    .await;
    shot(&b, "12-moving").await;
    timed(&b, "move", "(window.kept=document.querySelectorAll('.plan-visit')[20].textContent,document.querySelectorAll('.plan-target')[8])", "!document.querySelector('.plan-target') && document.body.innerText.includes('déplacé au')").await;
    shot(&b, "13-moved").await;
    timed(
        &b,
        "undo",
        "[...document.querySelectorAll('button')].find(x=>x.innerText=='Annuler')",
        "!document.body.innerText.includes('déplacé au')",
    )
    .await;
    timed(
        &b,
        "open menu 2",
        "document.querySelectorAll('.plan-visit')[24]",
        "!!document.querySelector('dialog[open] select')",
    )
    .await;
    timed(
        &b,
        "suggested move",
        "document.querySelector('.suggestions button')",
        "document.body.innerText.includes('déplacé au')",
    )
    .await;
    b.run("document.querySelectorAll('details.panel').forEach(d=>d.open=true)", json!([])).await;
    shot(&b, "14-panels").await;
    let absence = "const p=document.querySelector('details.panel'); const set=(f,v)=>{f.value=v;f.dispatchEvent(new Event('input',{bubbles:true}));f.dispatchEvent(new Event('change',{bubbles:true}))}; const ds=p.querySelectorAll('input[type=date]'); set(ds[0],arguments[0]); set(ds[1],arguments[1]); return true";
    let today = paris_day(office.now());
    b.run(
        absence,
        json!([
            (today + chrono::Days::new(3)).to_string(),
            (today + chrono::Days::new(5)).to_string()
        ]),
    )
    .await;
    timed(
        &b,
        "absence to repair",
        "document.querySelector('details.panel button[type=submit]')",
        "document.body.innerText.includes('Appliquer ces déplacements')",
    )
    .await;
    shot(&b, "15-repair").await;
    b.run("document.querySelectorAll('details').forEach(d=>d.open=!d.open); document.querySelector('.repair .panel .actions').scrollIntoView({block:'end'})", json!([])).await;
    shot(&b, "16-repair-end").await;
    timed(&b, "apply repair", "[...document.querySelectorAll('button')].find(x=>x.innerText=='Appliquer ces déplacements')", "!document.body.innerText.includes('Appliquer ces déplacements')").await;
    shot(&b, "17-repaired").await;
    for (n, path) in [
        ("20-comptes", "/comptes"),
        ("21-appareils", "/appareils"),
        ("22-dashboard", "/tableau-de-bord"),
    ] {
        b.go(&format!("{}{path}", server.address())).await;
        b.wait_until_started().await;
        tokio::time::sleep(Duration::from_millis(2500)).await;
        shot(&b, n).await;
    }
    b.run("window.scrollTo(0, document.body.scrollHeight)", json!([])).await;
    shot(&b, "23-dashboard-end").await;
    b.go(&format!("{}/comptes", server.address())).await;
    b.wait_until_started().await;
    b.click("button", "Agenda\u{a0}: Amina Rey").await;
    b.click("button", "Créer une adresse secrète").await;
    shot(&b, "24-agenda").await;
    // reload timing
    b.go(&format!("{}/planning", server.address())).await;
    b.wait_for("x", "return document.querySelectorAll('.plan-visit').length>30", WAIT).await;
    eprintln!(
        "TIME whole load: {}",
        b.run("return Math.round(performance.now())", json!([])).await
    );
    let pdf = b.devtools("Page.printToPDF", json!({"printBackground": true})).await;
    std::fs::write("/tmp/shots/planning.pdf.b64", pdf["data"].as_str().unwrap_or("")).unwrap();
    b.close().await;
    for (name, look) in [
        ("dark", Look::DESK.in_dark()),
        ("phone", Look::PHONE),
        ("phonedark", Look::PHONE.in_dark()),
    ] {
        let b = Browser::open(&folder.path().join(name), look).await;
        sign_in(&b, &server, DISPATCHER).await;
        shot(&b, &format!("30-{name}-coverage")).await;
        b.click("button", "Carte").await;
        tokio::time::sleep(Duration::from_millis(1500)).await;
        b.run("document.querySelector('svg.map').scrollIntoView()", json!([])).await;
        shot(&b, &format!("31-{name}-map")).await;
        b.go(&format!("{}/planning", server.address())).await;
        b.wait_for("x", "return document.querySelectorAll('.plan-visit').length>30", WAIT).await;
        shot(&b, &format!("32-{name}-planning")).await;
        b.run("document.querySelector('.plan').scrollIntoView()", json!([])).await;
        shot(&b, &format!("33-{name}-planning-grid")).await;
        b.run("document.querySelectorAll('.plan-visit')[12].click()", json!([])).await;
        shot(&b, &format!("34-{name}-menu")).await;
        b.close().await;
    }
}

#[tokio::test]
async fn look_phone() {
    let mut server = Server::demo();
    let folder = TempDir::new().unwrap();
    let mut office = desk(&server, 1).await;
    published(&mut office).await;
    let amina = account(office.view(), "Amina Rey");
    let today = paris_day(office.now());
    let mut mine: Vec<_> = office
        .view()
        .visits
        .values()
        .filter(|v| v.technician == amina && v.slot.day >= today)
        .map(|v| (v.slot, v.id))
        .collect();
    mine.sort();
    let first = mine[0].1;
    for (name, look) in [("light", Look::PHONE), ("dark", Look::PHONE.in_dark())] {
        let phone = Browser::open(&folder.path().join(name), look).await;
        sign_in(&phone, &server, TECHNICIAN).await;
        phone.wait_until_kept().await;
        shot(&phone, &format!("40-{name}-today")).await;
        server.kill();
        phone.go(&format!("{}/passage/{first}", server.address())).await;
        shot(&phone, &format!("41-{name}-visit")).await;
        phone.click("button", "Passage impossible").await;
        shot(&phone, &format!("42-{name}-impossible")).await;
        phone.click("radio", "École fermée").await;
        phone.click("button", "Enregistrer").await;
        phone.wait_for_text("Une autre école à la place").await;
        phone
            .run(
                "document.querySelector('.suggestions').scrollIntoView({block:'center'})",
                json!([]),
            )
            .await;
        shot(&phone, &format!("43-{name}-instead")).await;
        phone.close().await;
        server.start(&[]);
    }
}
