//! The journeys of a teacher, a technician and a dispatcher in the engines beside Chromium, step by
//! step the same as there. What an engine lacks, and what the app does instead, is a line of the
//! table in README.md.

use crate::{found, incident, kept, planning, worker};
use tests::browser::Engine;

/// Kills of the whole browser.
const KILLS: usize = 2;

async fn survive_kills(engine: Engine) {
    assert!(kept::saves_survive_kills(engine, KILLS).await, "it lost its database");
}

/// Makes a test of each journey in each engine.
macro_rules! in_the_others {
    ($($name:ident: $journey:path;)*) => {
        mod firefox {
            $(#[tokio::test]
            async fn $name() {
                $journey(super::Engine::Firefox).await;
            })*
            use super::*;
        }
        mod webkit {
            $(#[tokio::test]
            async fn $name() {
                $journey(super::Engine::WebKit).await;
            })*
            use super::*;
        }
    };
}

in_the_others! {
    a_teacher_reports_without_network: incident::report_without_network;
    a_technician_makes_a_visit_without_network: incident::visit_without_network;
    a_dispatcher_sorts_an_incident_in_one_key: incident::sort_in_one_key;
    a_dispatcher_moves_a_visit_by_keyboard: planning::move_a_visit;
    what_was_saved_survives_kills: survive_kills;
    a_page_that_is_left_while_it_writes_holds_up_no_other: kept::leave_while_writing;
    a_label_is_read_on_a_photo_and_by_the_camera: found::read_labels;
    an_update_waits_until_it_is_wanted: worker::update_when_wanted;
}
