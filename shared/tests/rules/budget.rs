//! The budget: the invariants, the cases that break naive code, and the acceptance of S13, with
//! the figures of the annex to the cent.

mod attempts;
mod files;
mod income;
mod limits;
mod random;
mod table;

use crate::world::{COORDINATOR, NOW, World, day};
use shared::article::{Origin, Pot};
use shared::budget::books::Books;
use shared::budget::{
    Act, BudgetLine, Commitment, Credit, Hindrance, Order, Payment, Price, Vote, line, section,
};
use shared::command::Command;
use shared::id::{CommitmentId, LineId};
use shared::intake::{self, Intake, Wanted, effect};
use shared::money::Cents;
use shared::refusal::Refusal;
use uuid::Uuid;

/// The annex as it is delivered with the plan.
const ANNEX: &str = "\
ligne;groupe;libelle;investissement_annuel_ttc;fonctionnement_annuel_ttc
1.1;Socle numérique;Infrastructure (abonnement internet, ...);66336.00;318715.20
1.2;Socle numérique;Acquisition équipements (maintenance socle de base);430630.31;8832.00
1.3;Socle numérique;Espace Numérique de Travail;0.00;36600.00
1.4;Socle numérique;Prestations en lien avec livraison/installation/pilotage;9660.00;13440.00
1.5;Socle numérique;Partenariat AURA - Centrale d'achat;0.00;15734.16
2.1;Nouveaux équipements - nouveaux services;Prestations maintenance externalisée;0.00;284949.60
2.2;Nouveaux équipements - nouveaux services;Catalogue de service/Budget complémentaire alloué \
aux écoles;111540.00;9094.18
2.3;Nouveaux équipements - nouveaux services;Equipements en prêt dans les écoles (réservation via \
site internet);64254.72;15724.80
2.4;Nouveaux équipements - nouveaux services;Amélioration du socle numérique (sur demande des \
écoles);169767.94;9360.00
2.5;Nouveaux équipements - nouveaux services;Appels à projets - nouveaux équipements;510289.07;\
18023.40
2.6;Nouveaux équipements - nouveaux services;Accompagnement - formation - animations pédagogiques \
scolaires;33000.00;18000.00
2.7;Nouveaux équipements - nouveaux services;Maintenance de proximité;0.00;136156.80
2.8;Nouveaux équipements - nouveaux services;Divers (publication, événement, communication...);\
0.00;4800.00
";

/// The authorisation of operation 29, as printed.
const AP: Cents = Cents(697_739_019);

fn key(n: u32) -> CommitmentId {
    CommitmentId(Uuid::from_u128(u128::from(n)))
}

fn invest(code: &str) -> LineId {
    line(code, Pot::Investment)
}

fn run(code: &str) -> LineId {
    line(code, Pot::Operating)
}

fn read(world: &World, text: &str) -> Intake {
    let wanted = Wanted { communes: Default::default(), today: day("2026-03-12") };
    intake::read(text.as_bytes(), &world.state, &wanted).unwrap()
}

/// Takes a file in; how many rows were made and changed.
fn take_in(world: &mut World, intake: &Intake) -> (usize, usize) {
    let actor = world.actor(COORDINATOR);
    let found = effect(&world.state, &actor, &intake.commands, NOW).unwrap();
    for command in found.useful {
        world.give(COORDINATOR, command).unwrap();
    }
    (found.created.len(), found.changed.len())
}

/// A world with the annex.
fn with_annex() -> World {
    on(World::new())
}

/// The annex in a world.
fn on(mut world: World) -> World {
    let intake = read(&world, ANNEX);
    take_in(&mut world, &intake);
    world
}

/// An order of that price, of which a sixth is tax (20 %).
fn order(cents: i64) -> Order {
    let all = Cents(cents);
    Order {
        number: String::new(),
        supplier: "Fournisseur".into(),
        label: "Tablettes".into(),
        market: "MP-2023-1".into(),
        price: Price::of(all, all.before_tax(2_000)),
        signed_on: day("2026-03-12"),
        origin: Origin::New,
        goods: None,
        supplies: Vec::new(),
    }
}

fn open(n: u32, line: LineId, cents: i64) -> Act {
    let (commitment, order) = (key(n), order(cents));
    Act::OpenCommitment { commitment, line, year: 2026, order, over: String::new() }
}

/// The same with a reason to go beyond the line.
fn open_over(n: u32, line: LineId, cents: i64) -> Act {
    let (commitment, order) = (key(n), order(cents));
    let over = "Marché révisé".into();
    Act::OpenCommitment { commitment, line, year: 2026, order, over }
}

fn payment(number: &str, on: &str, cents: i64) -> Payment {
    let amount = Cents(cents);
    Payment { number: number.into(), day: day(on), amount, corrects: None, done_on: None }
}

fn pay(n: u32, number: &str, on: &str, cents: i64) -> Act {
    Act::PayCommitment { commitment: key(n), payment: payment(number, on, cents) }
}

/// A vote of that day: a total, and credits by year.
fn vote(on: &str, total: Option<i64>, credits: &[(u16, i64)]) -> Vote {
    let credit = |(year, cents): &(u16, i64)| Credit { year: *year, amount: Cents(*cents) };
    Vote {
        day: day(on),
        reference: format!("DM du {on}"),
        total: total.map(Cents),
        credits: credits.iter().map(credit).collect(),
    }
}

impl World {
    fn commitment(&self, n: u32) -> &Commitment {
        &self.state.commitments[&key(n)]
    }

    fn ok(&mut self, act: impl Into<Command>) {
        self.give(COORDINATOR, act).unwrap();
    }

    /// Why the coordinator cannot do that.
    fn hindered(&mut self, act: impl Into<Command>) -> Hindrance {
        match self.give(COORDINATOR, act) {
            Err(Refusal::Budget { why }) => why,
            other => panic!("{other:?}"),
        }
    }

    fn line_of(&self, id: &LineId) -> &BudgetLine {
        &self.state.budget_lines[id]
    }
}
