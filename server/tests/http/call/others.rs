//! Calls on the wire of those who sit at no desk: a juror of the Éducation nationale, a commune, a
//! school.

use super::*;
use shared::account::Account;
use shared::article::{ArticleKind, Origin, Pot};
use shared::ballot::Act;
use shared::campaign::{CallDecision, Purse, RankedProject};
use shared::id::{AccountId, ArticleId};
use shared::money::Cents;
use shared::role::Role;
use shared::site::Site;
use shared::supply::Line;
use shared::sync::{Change, SyncAnswer, Verdict};

const ADVISER: u8 = 5;

/// Somebody with a password, by that role.
pub(crate) fn people(world: &World, n: u8, role: Role, communes: &[&str]) {
    let hash = server::identity::hash_password(PASSWORD).expect("random bytes");
    let communes = communes.iter().map(|commune| (*commune).into()).collect();
    let row = Account { communes, ..Account::blank(account(n), format!("P-{n}"), role, None) };
    let credential = server::store::Credential {
        account: account(n),
        mail: format!("{n}@authority.example"),
        password_hash: hash,
        given_at: None,
    };
    let put = world.state.store.change(|writer| {
        writer.put(row.clone().into())?;
        writer.put_credential(&credential)
    });
    put.expect("somebody");
}

pub(crate) fn write(world: &World, row: impl Into<Row>) {
    let row = row.into();
    world.state.store.change(|store| store.put(row.clone()).map(drop)).expect("put");
}

/// A call of that key and jury, with money that only the desk knows.
fn call_of(id: CampaignId, jury: &[AccountId]) -> Campaign {
    let mut call = Campaign { id, ..campaign() };
    let purse = Purse {
        line: "2.5".into(),
        total: Some(Cents(51_028_907)),
        each: None,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    call.purses = BTreeMap::from([(Pot::Investment, purse)]);
    call.closes = call.opens - chrono::Days::new(1);
    call.opens = call.closes;
    let rules = call.call.as_mut().expect("rules");
    rules.jury = jury.iter().copied().collect();
    call
}

fn of_call(id: CampaignId, n: u128, site: &str, title: &str) -> Supply {
    let line = Line {
        article: ArticleId(Uuid::from_u128(1)),
        label: "ARTICLE-OF-SCHOOL".into(),
        kind: ArticleKind::Small,
        pot: Pot::Investment,
        unit: Cents(12_345),
        vat: 2_000,
        quantity: 2,
        minutes: 0,
        origin: Origin::New,
        requires: None,
        supplier: String::new(),
        reference: String::new(),
    };
    let project = Project {
        title: title.into(),
        purpose: "PURPOSE-OF-SCHOOL".into(),
        classes: 2,
        ..Project::default()
    };
    Supply {
        id: SupplyId(Uuid::from_u128(n)),
        site: site.into(),
        campaign: id,
        lines: vec![line],
        note: "NOTE-OF-SCHOOL".into(),
        project: Some(Box::new(project)),
        ..super::project()
    }
}

fn told(answer: &SyncAnswer) -> String {
    serde_json::to_string(&answer.changes).expect("JSON")
}

const OTHER_CALL: CampaignId = CampaignId(Uuid::from_u128(55));

/// S7 §2, 2.5 and acceptance 5: an adviser's phone holds the calls that name them, with their
/// projects, also those that come after its cursor; no money, no other juror, no other call, and no
/// mark of others before its own. Its marks are taken.
#[tokio::test]
async fn an_adviser_of_the_jury_reads_marks_and_then_reads_others() {
    let world = World::new();
    people(&world, ADVISER, Role::Adviser, &[]);
    write(&world, call_of(CALL, &[DISPATCHER, ADVISER].map(account)));
    write(&world, call_of(OTHER_CALL, &[DISPATCHER, COORDINATOR].map(account)));
    write(&world, of_call(CALL, 6, SCHOOL, "Une radio"));
    write(&world, of_call(OTHER_CALL, 7, SCHOOL, "PROJECT-OF-OTHERS"));
    put(&world, ballot(DISPATCHER, &[]));
    let phone = world.sign_in(ADVISER).await;
    let first = world.sync(&phone, &request(ADVISER, &[])).await;
    let text = told(&first);
    assert!(text.contains("Une radio") && text.contains("PURPOSE-OF-SCHOOL"), "{text}");
    let others = account(DISPATCHER).to_string();
    let secrets = ["PROJECT-OF-OTHERS", "51028907", "NOTE-OF", "J-2", &others];
    for secret in secrets {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert!(!text.contains(&OTHER_CALL.to_string()), "{text}");
    // A project that comes later is found by the cursor.
    write(&world, of_call(CALL, 8, OTHER_SCHOOL, "Un journal"));
    let after = |cursor| {
        let held = first.sites.clone().unwrap_or_default();
        let (epoch, account) = (Some(first.epoch), Some(account(ADVISER)));
        shared::sync::SyncRequest { cursor, epoch, account, held, ..request(ADVISER, &[]) }
    };
    let next = world.sync(&phone, &after(first.cursor)).await;
    assert!(told(&next).contains("Un journal") && !told(&next).contains("Une radio"));
    let mark = |n: u128| Mark {
        supply: SupplyId(Uuid::from_u128(n)),
        scores: vec![Some(5)],
        note: "OWN-NOTE".into(),
        abstained: None,
    };
    put(&world, ballot_of_all());
    let act = Act::SubmitMarks { campaign: CALL, marks: vec![mark(6), mark(8)] };
    let given = [envelope(ADVISER, account(ADVISER), 1, now_ms(), act.into())];
    let mut asked = request(ADVISER, &given);
    (asked.cursor, asked.epoch) = (next.cursor, Some(first.epoch));
    asked.account = Some(account(ADVISER));
    let answer = world.sync(&phone, &asked).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Applied { .. }), "{answer:?}");
    let text = told(&answer);
    assert!(text.contains("OWN-NOTE") && text.contains("NOTE-OF-2"), "{text}");
    // Who is in no jury is in no scope of a call.
    people(&world, 6, Role::Adviser, &[]);
    let stranger = world.sign_in(6).await;
    let text = told(&world.sync(&stranger, &request(6, &[])).await);
    for secret in ["PURPOSE-OF-SCHOOL", "NOTE", &CALL.to_string()] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    assert_eq!(world.get(&format!("/api/v1/calls/{CALL}.csv"), &phone).await.status, FORBIDDEN);
}

const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;

/// The dispatcher's marks of both projects.
fn ballot_of_all() -> Ballot {
    let mut whole = ballot(DISPATCHER, &[]);
    let mut second = whole.marks[0].clone();
    second.supply = SupplyId(Uuid::from_u128(8));
    whole.marks.push(second);
    whole
}

/// A call that was decided, with a project of each of two communes and one that nobody decided on.
fn decided(world: &World) {
    let ranked = |n: u128, rank| RankedProject {
        supply: SupplyId(Uuid::from_u128(n)),
        rank: Some(rank),
        hundredths: Some(9_876),
    };
    let mut call = call_of(CALL, &[DISPATCHER, COORDINATOR].map(account));
    let hash = shared::id::FileHash("a1".repeat(32));
    call.decision = Some(CallDecision {
        day: shared::day::paris_day(now_ms()),
        reference: "Délibération 112".into(),
        minutes: Some(shared::history::FileRef { hash, bytes: 7 }),
        lot: 7,
        ranking: vec![ranked(6, 1), ranked(8, 2)],
    });
    let far = Site { commune: "42999".into(), commune_name: "Ailleurs".into(), ..far_site() };
    write(world, far);
    write(world, call);
    let mut first = of_call(CALL, 6, SCHOOL, "Une radio");
    let mut far = of_call(CALL, 8, FAR, "PROJECT-OF-OTHERS");
    for supply in [&mut first, &mut far] {
        supply.state = SupplyState::Accepted;
        supply.reason = "REASON-OF-JURY".into();
        let project = supply.project.as_mut().expect("a project");
        project.decided_on = Some(shared::day::paris_day(now_ms()));
        (project.rank, project.hundredths) = (Some(1), Some(9_876));
    }
    write(world, first);
    write(world, far);
    write(world, call_of(OTHER_CALL, &[DISPATCHER, COORDINATOR].map(account)));
    write(world, of_call(OTHER_CALL, 9, SCHOOL, "UNDECIDED"));
}

const FAR: &str = "0420003C";

fn far_site() -> Site {
    Site::blank(FAR.into(), "École du bout".into())
}

/// S7 §2: the observer of a commune reads title, sum and decision of its schools' projects after
/// the decision, in rows and in files; never the marks, the places, the reasons or other communes.
#[tokio::test]
async fn a_commune_reads_title_sum_and_decision_of_its_own_alone() {
    let world = World::new();
    people(&world, 7, Role::Observer, &["42218"]);
    decided(&world);
    put(&world, Ballot { open: true, ..ballot(DISPATCHER, &[]) });
    let observer = world.sign_in(7).await;
    let text = told(&world.sync(&observer, &request(7, &[])).await);
    for known in ["Une radio", "24690", "Délibération 112", "accepted"] {
        assert!(text.contains(known), "{known}: {text}");
    }
    let secrets = [
        "PURPOSE-OF",
        "REASON-OF",
        "ARTICLE-OF",
        "NOTE-OF",
        "PROJECT-OF-OTHERS",
        "UNDECIDED",
        "9876",
        "51028907",
        "a1a1",
        "J-2",
    ];
    for secret in secrets {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let file = |id: CampaignId, form: &str| format!("/api/v1/calls/{id}.{form}");
    let read = world.get(&file(CALL, "csv"), &observer).await;
    assert_eq!(read.status, StatusCode::OK);
    let csv = read.body.as_str().expect("a text");
    assert!(csv.contains("Une radio") && csv.contains("246,90"), "{csv}");
    for secret in ["PROJECT-OF-OTHERS", "REASON-OF", "98,76", "PURPOSE"] {
        assert!(!csv.contains(secret), "{secret}: {csv}");
    }
    let undecided = world.get(&file(OTHER_CALL, "csv"), &observer).await;
    assert_eq!(undecided.status, StatusCode::NOT_FOUND);
    let technician = world.sign_in(TECHNICIAN).await;
    assert_eq!(world.get(&file(CALL, "csv"), &technician).await.status, FORBIDDEN);
}

/// S7 §3, on the wire: a school's tablet is told neither who sits in the jury nor the places and
/// points of others, also once the call is decided; its own it is told.
#[tokio::test]
async fn a_tablet_is_told_no_juror_and_no_place_of_others() {
    let world = World::new();
    decided(&world);
    put(&world, Ballot { open: true, ..ballot(DISPATCHER, &[]) });
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let answer = world.sync(&tablet, &request(20, &[])).await;
    let calls = answer.changes.iter().filter_map(|change| match change {
        Change::Put(Row::Campaign(call)) => Some(call),
        _ => None,
    });
    let calls: Vec<_> = calls.collect();
    assert_eq!(calls.len(), 2);
    for call in calls {
        assert!(call.call.as_ref().expect("rules").jury.is_empty(), "{call:?}");
        assert!(call.decision.as_ref().is_none_or(|one| one.ranking.is_empty()), "{call:?}");
    }
    let text = told(&answer);
    assert!(text.contains("REASON-OF-JURY"), "its own decision: {text}");
    for secret in ["PROJECT-OF-OTHERS", "NOTE-OF-2", "J-2", "51028907"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let id = account(COORDINATOR).to_string();
    assert!(!text.contains(&id), "{text}");
}
