//! Makes the figures of a statement: a function of the rows, and of nothing else.

use super::definition::Definition;
use super::facts::{Facts, FigurePart, Measured};
use super::shown::FEW;
use super::{Amount, NamedSite, Shape, Sheet, Statement, StatementState, late};
use crate::day::Day;
use crate::id::{CommuneId, SiteId};
use crate::row::{Kind, State};
use crate::sobriety::{Factor, Key, known, road};
use std::collections::BTreeMap;

/// The statement with its figures, its definitions and its factors, as these rows give them; its
/// hash is for the server to write. `state` holds every row.
pub fn figures(state: &State, statement: &Statement) -> Statement {
    let facts = Facts::of(state, &statement.span);
    let definitions: Vec<_> = Definition::of(statement.committee).collect();
    let measured: Vec<_> = definitions.iter().map(|d| (d.measure)(&facts)).collect();
    let places = places(&facts, &measured);
    let total = Sheet {
        commune: None,
        name: String::new(),
        sites: Vec::new(),
        amounts: amounts(&definitions, &measured, |_| true),
    };
    let mut sheets = vec![total];
    for ((name, commune), sites) in places {
        let is_here = |site: &SiteId| sites.contains_key(site);
        let amounts = amounts(&definitions, &measured, is_here);
        let listed = sites.iter().filter(|(_, (_, exists))| *exists);
        let named = |(id, (name, _)): (&SiteId, &(String, bool))| NamedSite {
            id: id.clone(),
            name: name.clone(),
        };
        let sites = listed.map(named).collect();
        sheets.push(Sheet { commune: Some(commune), name, sites, amounts });
    }
    hide_few(&definitions, &mut sheets);
    let factors = factors(&facts, &definitions);
    Statement {
        as_of: as_of(state),
        fictitious: state.is_made_up(),
        definitions: definitions.iter().map(|definition| definition.defined()).collect(),
        sheets,
        late: late::of(state, statement),
        factors,
        ..statement.clone()
    }
}

/// Which factors are meant.
type Chosen = fn(Key) -> bool;

/// The factors and thresholds behind these figures, so that they are kept with them.
fn factors(facts: &Facts<'_>, definitions: &[&Definition]) -> Vec<Factor> {
    let holds = |id: &str| definitions.iter().any(|definition| definition.id == id);
    let mut all = match holds("emitted") {
        true => road::of(facts.state, facts.first, facts.last).factors,
        false => Vec::new(),
    };
    let known = known::factors(&facts.state.settings());
    let year = facts.calendar_year();
    let days = Day::from_ymd_opt(year, 1, 1).zip(Day::from_ymd_opt(year, 12, 31));
    let is_of_reuse = |key: Key| matches!(key, Key::ReuseShare | Key::ReuseAge);
    let is_of_purchases = |key: Key| matches!(key, Key::Share(_));
    let of_law: [(&str, Chosen); 2] = [("reused", is_of_reuse), ("bought_used", is_of_purchases)];
    if let Some((first, last)) = days {
        for (_, is_wanted) in of_law.into_iter().filter(|(id, _)| holds(id)) {
            let named = known.within(is_wanted, first, last).into_iter();
            all.extend(named.filter(|factor| factor.from <= last).cloned());
        }
    }
    all
}

/// What a hash is made of: all that a reader sees, but not the key, nor the day on which it was
/// frozen, nor what became of it since. Frozen twice at the same number, it is the same.
pub fn sealed(statement: &Statement) -> Statement {
    Statement {
        id: crate::id::StatementId(uuid::Uuid::nil()),
        state: StatementState::Frozen,
        replaced_by: None,
        sealed_as: 0,
        frozen_on: None,
        hash: String::new(),
        version: 0,
        ..statement.clone()
    }
}

/// As it was on the day of its freeze, whatever took its place since: its files are made of this,
/// and stay the same byte for byte.
pub fn as_frozen(statement: &Statement) -> Statement {
    let version = match statement.sealed_as {
        0 => statement.version,
        sealed_as => sealed_as,
    };
    Statement {
        state: StatementState::Frozen,
        replaced_by: None,
        sealed_as: 0,
        version,
        ..statement.clone()
    }
}

/// The sequence number up to which facts are known: that of the last one. Statements are none.
fn as_of(state: &State) -> i64 {
    let facts = state.rows().filter(|row| row.kind() != Kind::Statement);
    facts.map(|row| row.version()).max().unwrap_or(0)
}

/// The sites of a commune: their names, and whether they exist on the last day.
type Sites = BTreeMap<SiteId, (String, bool)>;

/// The communes by name, with every site that exists or adds to a figure.
fn places(facts: &Facts<'_>, measured: &[Measured]) -> BTreeMap<(String, CommuneId), Sites> {
    let mut places: BTreeMap<(String, CommuneId), Sites> = BTreeMap::new();
    let adds = |id: &SiteId| {
        measured.iter().any(|measured| match measured {
            Measured::BySite(parts) => parts.contains_key(id),
            Measured::Whole(_) => false,
        })
    };
    for site in facts.state.sites.values() {
        let exists = site.exists_on(facts.last);
        if exists || adds(&site.id) {
            let place = (site.commune_name.clone(), site.commune.clone());
            let sites = places.entry(place).or_default();
            sites.insert(site.id.clone(), (site.name.clone(), exists));
        }
    }
    places
}

/// The amounts of the sites that are wanted; of figures of all together, only when all are.
fn amounts(
    definitions: &[&Definition],
    measured: &[Measured],
    is_here: impl Fn(&SiteId) -> bool,
) -> Vec<Amount> {
    let is_total = is_here(&SiteId(String::new()));
    let of = |(definition, measured): (&&Definition, &Measured)| match measured {
        Measured::BySite(parts) => {
            let here = parts.iter().filter(|(site, _)| is_here(site));
            let mut sum = FigurePart::default();
            for (_, part) in here {
                sum.value += part.value;
                sum.of += part.of;
            }
            amount(definition.shape, sum)
        }
        Measured::Whole(Some(part)) if is_total => amount(definition.shape, *part),
        Measured::Whole(_) => Amount::default(),
    };
    definitions.iter().zip(measured).map(of).collect()
}

fn amount(shape: Shape, part: FigurePart) -> Amount {
    let (value, of) = match shape {
        Shape::Count | Shape::Unknown => (Some(part.value), None),
        Shape::Share => (Some(part.value), Some(part.of)),
        // Of nothing that is known nothing is known: that is not zero.
        Shape::Known | Shape::Mean => ((part.of != 0).then_some(part.value), Some(part.of)),
    };
    Amount { value, of, few: false }
}

/// Takes out the numbers of few people. Where one commune alone has few, the next smallest number
/// goes too: the total would tell the one by the others.
fn hide_few(definitions: &[&Definition], sheets: &mut [Sheet]) {
    let people = definitions.iter().enumerate().filter(|(_, definition)| definition.persons);
    for (at, _) in people {
        let is_few = |amount: &Amount| amount.value.is_some_and(|n| 0 < n && n < FEW);
        let communes = || sheets.iter().enumerate().filter(|(_, s)| s.commune.is_some());
        let mut hidden: Vec<usize> =
            communes().filter(|(_, s)| is_few(&s.amounts[at])).map(|(n, _)| n).collect();
        if let [one] = hidden[..] {
            let others = communes().filter(|(n, s)| *n != one && s.amounts[at].value > Some(0));
            let next = others.min_by_key(|(_, s)| s.amounts[at].value).map(|(n, _)| n);
            hidden.extend(next);
        }
        if sheets.first().is_some_and(|total| is_few(&total.amounts[at])) {
            hidden.push(0);
        }
        for place in hidden {
            sheets[place].amounts[at] = Amount { value: None, of: None, few: true };
        }
    }
}
