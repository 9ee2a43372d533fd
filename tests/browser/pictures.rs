//! The pictures of the README: the screen with which each role begins, in the demonstration under
//! way. They are made anew by
//! `TOURNEE_PICTURES=$PWD/tests/pictures cargo xtask test main_screens`.

use crate::people::*;
use std::path::PathBuf;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The name of the picture, the screen of the device, who looks, the heading, and words that stand
/// there once the rows are.
const MAIN: [(&str, Look, Option<&str>, &str, &str); 4] = [
    ("technician", Look::PHONE, Some(TECHNICIAN), "Ma journée", "Fiche"),
    ("school", Look::TABLET, None, "Mon école", "Signaler un incident"),
    ("dispatcher", Look::DESK, Some(DISPATCHER), "Couverture du trimestre", "Par commune"),
    ("observer", Look::DESK, Some(OBSERVER), "Tableau de bord", "Passages du trimestre"),
];

#[tokio::test]
async fn the_main_screens_of_the_readme_say_their_main_thing_without_scrolling() {
    let server = Server::under_way();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 3);
    let code = office.make_code(site.as_str()).await.expect("a code");
    let kept = std::env::var_os("TOURNEE_PICTURES").map(PathBuf::from);
    for (name, look, who, heading, words) in MAIN {
        let browser = Browser::open(&folder.path().join(name), look).await;
        match who {
            Some(mail) => sign_in(&browser, &server, mail).await,
            None => enrol(&browser, &server, &code).await,
        }
        let shown = format!(
            "const heading = document.querySelector('h1');
             const said = document.querySelector('main').innerText;
             const first = [...document.querySelectorAll('main :is(a, button, li, td, dt)')]
                 .find((one) => one.innerText.trim() && one.getBoundingClientRect().height);
             return heading?.innerText.includes({heading:?}) && said.includes({words:?})
                 && !document.querySelector('main .empty[role=status]')
                 && first?.getBoundingClientRect().top < innerHeight"
        );
        browser.wait_for(heading, &shown, WAIT).await;
        browser.wait_until_kept().await;
        fits(&browser, name).await;
        if let Some(folder) = &kept {
            browser.screenshot(&folder.join(format!("{name}.png"))).await;
        }
    }
}
