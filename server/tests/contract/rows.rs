//! Rows: how they are found, followed, moved and taken away.

use super::{Opened, account, key, settings};
use server::store::*;
use shared::campaign::CampaignKind;
use shared::day::{Half, HalfDay};
use shared::entity::Facet;
use shared::id::*;
use shared::row::{Kind, Read, Row, RowKey};
use shared::scope::Stream;
use shared::supply::{Supply, SupplyState};
use shared::visit::{Visit, VisitState};
use uuid::Uuid;

/// A visit at one school, of one of the technicians.
pub(crate) fn visit(n: u16, owner: u8) -> Row {
    let slot = HalfDay { day: "2026-11-24".parse().expect("a day"), half: Half::Morning };
    let (site, quarter) = (SiteId::from("0420001A"), QuarterId("2026-1".into()));
    let owner = AccountId(key(owner));
    Visit::new(VisitId(Uuid::from_u128(n.into())), site, quarter, owner, slot, VisitState::Planned)
        .into()
}

/// Also where rows are written some together.
pub(crate) fn what_a_change_puts_is_read_in_it_and_after_it(opened: &Opened) {
    let store = &opened.store;
    let first = store.change(|w| w.put(visit(0, 1))).expect("put");
    let owner = |row: Option<&Row>| match row {
        Some(Row::Visit(visit)) => visit.technician,
        _ => panic!("a visit"),
    };
    let put = store.change(|w| {
        let seqs: StoreResult<Vec<Seq>> = (0..=250).map(|n| w.put(visit(n, 2))).collect();
        let again = w.put(visit(0, 3))?;
        assert_eq!(owner(w.load(&Read::Row(visit(0, 0).key()))?.first()), AccountId(key(3)));
        assert_eq!(w.count(Kind::Visit)?, 251);
        let last = w.put(visit(1, 3))?;
        let followed = w.follow(&Stream::Site("0420001A".into()), again, 10)?;
        assert_eq!(followed.iter().map(Row::version).collect::<Vec<_>>(), [last]);
        w.put(visit(2, 3))?;
        w.delete(&visit(2, 0).key())?;
        Ok((seqs?, again, last))
    });
    let (seqs, again, last) = put.expect("put");
    assert!(seqs.is_sorted() && seqs[0] > first && again > seqs[250] && last > again);
    let rows = store.look(|r| r.load(&Read::All(Kind::Visit))).expect("read");
    assert_eq!(rows.len(), 250, "one was deleted");
    let gone = store.look(|r| r.departed(&owner_place(AccountId(key(1))), 0)).expect("read");
    assert_eq!(gone.iter().map(|(key, _)| key).collect::<Vec<_>>(), [&visit(0, 0).key()]);
}

pub(crate) fn what_moves_departs_from_where_it_was(opened: &Opened) {
    let store = &opened.store;
    let first = store.change(|w| w.put(visit(1, 1))).expect("put");
    let second = store.change(|w| w.put(visit(1, 2))).expect("put");
    let departed = |place: &str| store.look(|r| r.departed(place, first)).expect("read");
    let key_of = visit(1, 0).key();
    assert_eq!(departed(&owner_place(AccountId(key(1)))), [(key_of.clone(), second)]);
    assert_eq!(departed(&owner_place(AccountId(key(2)))), []);
    assert_eq!(departed(&site_place(&"0420001A".into())), []);
    store.change(|w| w.delete(&key_of)).expect("deleted");
    let (owner, site) = (owner_place(AccountId(key(2))), site_place(&"0420001A".into()));
    for place in [owner.as_str(), site.as_str(), EVERYWHERE] {
        assert_eq!(departed(place).len(), 1, "{place}");
    }
}

/// By each of what it is found by alone, and by none of them.
pub(crate) fn a_row_is_found_by_what_it_is_now(opened: &Opened) {
    let store = &opened.store;
    let (site, moved) = (SiteId::from("0420001A"), SiteId::from("0420002B"));
    let changes: [fn(&mut Visit); 6] = [
        |visit| visit.technician = AccountId(key(2)),
        |visit| visit.left_over = true,
        |visit| visit.quarter = QuarterId("2026-2".into()),
        |visit| visit.state = VisitState::Cancelled,
        |visit| visit.site = "0420002B".into(),
        |visit| visit.state = VisitState::Planned,
    ];
    let Row::Visit(visit) = visit(1, 1) else { panic!("a visit") };
    let mut visit = Visit::clone(&visit);
    store.change(|w| w.put(visit.clone().into())).expect("put");
    for change in changes {
        change(&mut visit);
        let seq = store.change(|w| w.put(visit.clone().into())).expect("put");
        for place in [&site, &moved] {
            let is_here = visit.site == *place;
            let found = store
                .look(|r| r.load(&Read::Where(Kind::Visit, Facet::OpenAt(place.clone()))))
                .expect("read");
            assert_eq!(found.len(), usize::from(is_here && visit.takes_slot()), "{place}");
            let stream = Stream::Site(place.clone());
            let followed = store.look(|r| r.follow(&stream, seq - 1, 9)).expect("read");
            assert_eq!(followed.len(), usize::from(is_here), "{place}");
        }
        for n in [1, 2] {
            let owner = AccountId(key(n));
            let own = Read::Where(Kind::Visit, Facet::OpenOf(owner));
            let found = store.look(|r| r.load(&own)).expect("read");
            let is_theirs = visit.technician == owner && visit.takes_slot();
            assert_eq!(found.len(), usize::from(is_theirs), "{own:?}");
        }
        for (n, name) in [(1, "2026-1"), (2, "2026-1"), (2, "2026-2")] {
            let (owner, quarter) = (AccountId(key(n)), QuarterId(name.into()));
            let is_theirs = visit.technician == owner && visit.quarter == quarter;
            let own = Read::Where(Kind::Visit, Facet::OwnIn(owner, quarter));
            let found = store.look(|r| r.load(&own)).expect("read");
            assert_eq!(found.len(), usize::from(is_theirs), "{own:?}");
            assert!(found.iter().all(|row| row.version() == seq), "{own:?}");
        }
    }
}

/// An order of a campaign.
fn supply(n: u128, campaign: u128) -> Supply {
    Supply {
        id: SupplyId(Uuid::from_u128(n)),
        site: "0420001A".into(),
        campaign: CampaignId(Uuid::from_u128(campaign)),
        kind: CampaignKind::SmallBudget,
        lines: Vec::new(),
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: None,
        legs: Vec::new(),
        state: SupplyState::Asked,
        asked_on: "2026-11-24".parse().expect("a day"),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}

/// What spends the same money is found together: that is how a sum is never exceeded.
pub(crate) fn a_group_is_found_by_its_key(opened: &Opened) {
    let store = &opened.store;
    let put = store.change(|w| {
        for (n, campaign) in [(1, 7), (2, 7), (3, 8)] {
            w.put(supply(n, campaign).into())?;
        }
        // In the transaction that writes it, too.
        let group = Facet::Group(CampaignId(Uuid::from_u128(7)).to_string());
        assert_eq!(
            w.load_whole(&Read::Where(Kind::Supply, group))?.map(|rows| rows.len()),
            Some(2)
        );
        w.put(supply(2, 8).into())
    });
    put.expect("put");
    for (campaign, many) in [(7, 1), (8, 2), (9, 0)] {
        let group = Facet::Group(CampaignId(Uuid::from_u128(campaign)).to_string());
        let found = store.look(|r| r.load(&Read::Where(Kind::Supply, group.clone())));
        assert_eq!(found.expect("read").len(), many, "{campaign}");
        let others = store.look(|r| r.load(&Read::Where(Kind::Visit, group)));
        assert!(others.expect("read").is_empty());
    }
}

pub(crate) fn streams_that_are_followed_together_give_what_each_gives(opened: &Opened) {
    let store = &opened.store;
    let kept = store.change(|w| {
        for n in 1..=6 {
            w.put(account(n))?;
            w.put(visit(n.into(), n))?;
        }
        w.put(settings("Métropole"))
    });
    kept.expect("put");
    let row = account(4).key();
    let streams = [
        Stream::Kind(Kind::Settings),
        Stream::Owner(AccountId(key(2))),
        Stream::Site("0420001A".into()),
        Stream::Site("0420009Z".into()),
        Stream::Row(row.kind, row.id),
        Stream::Group(Kind::Supply, CampaignId(key(9)).to_string()),
    ];
    for (after, limit) in [(0, 100), (5, 100), (0, 3), (100, 3)] {
        let versions = |parts: StoreResult<Vec<Vec<Row>>>| {
            let parts = parts.expect("read");
            for part in &parts {
                assert!(part.is_sorted_by_key(Row::version) && part.len() <= limit);
            }
            // A part that is full says nothing of what comes after its last row.
            let full = parts.iter().filter(|part| part.len() == limit);
            let upto = full.filter_map(|part| part.last()).map(Row::version).min();
            let rows = parts.iter().flatten().map(Row::version);
            let told = rows.filter(|version| upto.is_none_or(|upto| *version <= upto));
            (told.collect::<std::collections::BTreeSet<_>>(), upto)
        };
        let each: StoreResult<_> =
            store.look(|r| streams.iter().map(|one| r.follow(one, after, limit)).collect());
        let ((each, upto), (all, cut)) =
            (versions(each), versions(store.look(|r| r.follow_all(&streams, after, limit))));
        let before = |rows: &std::collections::BTreeSet<Seq>| {
            let end = upto.unwrap_or(Seq::MAX).min(cut.unwrap_or(Seq::MAX));
            rows.range(..=end).copied().collect::<Vec<_>>()
        };
        assert_eq!(before(&each), before(&all), "after {after}, {limit} at most");
        assert_eq!(all.is_empty(), each.is_empty());
    }
}

pub(crate) fn what_is_deleted_departs_everywhere(opened: &Opened) {
    let store = &opened.store;
    let seq = store.change(|w| w.put(account(3))).expect("put");
    store.change(|w| w.delete(&account(3).key())).expect("deleted");
    let gone = store.look(|r| r.departed(EVERYWHERE, seq)).expect("read");
    let keys: Vec<RowKey> = gone.iter().map(|(key, _)| key.clone()).collect();
    assert_eq!(keys, [account(3).key()]);
    assert!(gone[0].1 > seq);
    assert!(store.look(|r| r.departed(EVERYWHERE, gone[0].1)).expect("read").is_empty());
}
