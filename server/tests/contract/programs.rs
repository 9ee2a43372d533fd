//! Rules for several programs that share a store.

use super::{Opened, account, judged};
use shared::id::Seq;
use shared::row::{Kind, Read, Row};
use shared::scope::Stream;
use shared::sync::Verdict;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A backup opened the database while the server wrote, and failed instead of waiting.
pub(crate) fn a_second_program_opens_a_database_that_is_written_to(opened: &Opened) {
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for n in 0..200 {
                opened.store.change(|w| w.put(account(n))).expect("put");
            }
        });
        while !writing.is_finished() {
            drop(opened.again());
        }
    });
}

/// A device asks for what is after its cursor: a number that became visible late would be missed
/// for ever.
pub(crate) fn numbers_become_visible_in_their_order(opened: &Opened) {
    const WRITERS: u8 = 4;
    const ROWS: u8 = 40;
    let running = AtomicUsize::new(usize::from(WRITERS));
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (store, running) = (opened.again(), &running);
            scope.spawn(move || {
                for n in 0..ROWS {
                    let put = store.change(|w| {
                        w.put(account(writer * ROWS + n))?;
                        std::thread::yield_now();
                        w.last_seq()
                    });
                    put.expect("put");
                }
                running.fetch_sub(1, Ordering::SeqCst);
            });
        }
        let mut cursor: Seq = 0;
        loop {
            let is_last = running.load(Ordering::SeqCst) == 0;
            let (rows, end) = opened
                .store
                .look(|r| Ok((r.follow(&Stream::All, cursor, 1_000)?, r.last_seq()?)))
                .expect("read");
            let seen: Vec<Seq> = rows.iter().map(Row::version).collect();
            assert_eq!(seen, (cursor + 1..=end).collect::<Vec<_>>(), "after {cursor}");
            cursor = end;
            if is_last {
                break;
            }
        }
        assert_eq!(cursor, i64::from(WRITERS) * i64::from(ROWS));
    });
}

pub(crate) fn two_programs_record_a_command_once(opened: &Opened) {
    for n in 1..20 {
        let (start, recorded) = (Barrier::new(2), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for store in [opened.again(), opened.again()] {
                let (start, recorded) = (&start, &recorded);
                scope.spawn(move || {
                    start.wait();
                    let done = store.change(|w| {
                        if w.verdict(judged(n).id)?.is_some() {
                            return Ok(0);
                        }
                        w.put(account(n))?;
                        w.record(&judged(n)).map(|()| 1)
                    });
                    recorded.fetch_add(done.expect("judged"), Ordering::SeqCst);
                });
            }
        });
        assert_eq!(recorded.into_inner(), 1, "command {n}");
        let known = opened.store.look(|r| r.verdict(judged(n).id)).expect("read");
        assert_eq!(known, Some(Verdict::Applied { seq: i64::from(n) }));
    }
    assert_eq!(opened.store.look(|r| r.last_seq()).expect("read"), 19);
}

pub(crate) fn a_look_is_of_one_moment(opened: &Opened) {
    let other = opened.again();
    opened.store.change(|w| w.put(account(1))).expect("put");
    let counts = opened.store.look(|r| {
        let (before, seq) = (r.count(Kind::Account)?, r.last_seq()?);
        other.change(|w| w.put(account(2))).expect("put beside");
        let after = r.load(&Read::All(Kind::Account))?.len() as u64;
        Ok((before, after, r.last_seq()? - seq))
    });
    assert_eq!(counts.expect("read"), (1, 1, 0));
    assert_eq!(opened.store.look(|r| r.count(Kind::Account)).expect("read"), 2);
}
