//! The fields of a session, as a desk writes them.

use crate::context::{App, use_app};
use crate::parts::{ChoiceGroup, Choices, FormEntry, Sentence, TextField};
use crate::screens::form::Form;
use crate::text::training_plan as words;
use leptos::prelude::*;
use shared::id::{AccountId, SiteId, TopicId};
use shared::money::Cents;
use shared::order;
use shared::role::Role;
use shared::row::State;
use shared::site::Site;
use shared::training::{Terms, TrainingKind};

/// The fields; their names are those by which the rules refuse them.
#[derive(Clone, Copy)]
pub(in crate::screens) struct TermsFields {
    form: Form,
    kind: FormEntry<Option<TrainingKind>>,
    title: FormEntry<String>,
    topics: RwSignal<Vec<TopicId>>,
    topics_entry: FormEntry<Option<usize>>,
    day: FormEntry<String>,
    from: FormEntry<String>,
    to: FormEntry<String>,
    place: FormEntry<String>,
    host: FormEntry<String>,
    capacity: FormEntry<String>,
    leader: FormEntry<String>,
    co_leader: FormEntry<String>,
    body: FormEntry<String>,
    opens: FormEntry<String>,
    closes: FormEntry<String>,
    cost: FormEntry<String>,
}

/// How a site is written in the field that chooses it.
fn site_label(site: &Site) -> String {
    format!("{}, {} ({})", site.name, site.commune_name, site.id)
}

/// The site that was chosen: by what is offered, or by its code alone.
fn site_of(view: &State, text: &str) -> Option<SiteId> {
    let text = text.trim();
    let code = SiteId::from(text);
    if view.sites.get(&code).is_some() {
        return Some(code);
    }
    view.sites.values().find(|site| site_label(site) == text).map(|site| site.id.clone())
}

/// Who may lead a session, by name.
fn leaders(view: &State) -> Vec<(AccountId, String)> {
    let may = |role: Role| role == Role::Adviser || role.is_desk();
    let accounts = view.accounts.values().filter(|one| one.active && may(one.role));
    let mut all: Vec<_> = accounts.map(|one| (one.id, one.name.clone())).collect();
    order::sort_by(&mut all, |a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    all
}

fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn written<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

impl TermsFields {
    /// The fields, with what is known.
    pub(super) fn new(form: Form, known: Option<&Terms>, topics: Vec<TopicId>) -> Self {
        let text =
            |name, of: fn(&Terms) -> String| form.text(name, known.map(of).unwrap_or_default());
        let host = known.and_then(|terms| terms.host.clone());
        let host = form.app.read_now(|replica| {
            let site = host.as_ref().and_then(|host| replica.view().sites.get(host).cloned());
            site.map(|site| site_label(&site)).unwrap_or_default()
        });
        let topics = known.map_or(topics, |terms| terms.topics.clone());
        let second = known.and_then(|terms| terms.co_leaders.iter().flatten().next().copied());
        let second = form.app.read_now(|replica| {
            let account = second.and_then(|id| replica.view().accounts.get(&id).cloned());
            account.map(|account| account.name.clone()).unwrap_or_default()
        });
        Self {
            form,
            kind: form
                .choice("kind", Some(known.map_or(TrainingKind::Training, |terms| terms.kind))),
            title: text("label", |terms| terms.title.clone()).required(),
            topics: form.holds("topics", topics),
            topics_entry: form.choice("topic", None),
            day: text("day", |terms| terms.day.to_string()).required(),
            from: text("time", |terms| clock(terms.from)).required(),
            to: text("until", |terms| clock(terms.to)).required(),
            place: text("address", |terms| terms.place.clone()),
            host: form.text("site", host),
            capacity: text("capacity", |terms| terms.capacity.to_string()).required(),
            leader: text("leader", |terms| terms.leader_name.clone()),
            co_leader: form.text("co_leader", second),
            body: text("body", |terms| terms.body.clone()),
            opens: text("first", |terms| written(terms.opens)),
            closes: text("last", |terms| written(terms.closes)),
            cost: text("price", |terms| {
                if terms.cost == Cents::ZERO { String::new() } else { terms.cost.to_string() }
            }),
        }
    }

    fn get<T>(
        self,
        entry: FormEntry<String>,
        read: fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let read = entry.value.with_untracked(|text| read(text.trim()));
        read.map_err(|why| self.form.refuse(entry, why)).ok()
    }

    /// What was written. `None` when something is wrong: then it stands at its field.
    pub(super) fn read(self) -> Option<Terms> {
        let app = self.form.app;
        let day = self.get(self.day, read_day)?;
        let Some(day) = day else {
            self.form.refuse(self.day, words::NEEDS_DAY);
            return None;
        };
        let said = self.host.value.get_untracked();
        let host = app.read_now(|replica| site_of(replica.view(), &said));
        if host.is_none() && !said.trim().is_empty() {
            self.form.refuse(self.host, words::NO_SITE);
            return None;
        }
        let leader_name = self.leader.value.get_untracked();
        let leaders = app.read_now(|replica| leaders(replica.view()));
        let second = self.co_leader.value.get_untracked();
        let of = |said: &str| leaders.iter().find(|(_, name)| *name == said.trim());
        let leader = of(&leader_name);
        let co_leader = of(&second);
        if co_leader.is_none() && !second.trim().is_empty() {
            self.form.refuse(self.co_leader, words::NO_ACCOUNT);
            return None;
        }
        Some(Terms {
            kind: self.kind.value.get_untracked().unwrap_or(TrainingKind::Training),
            title: self.title.value.get_untracked(),
            topics: self.topics.get_untracked(),
            day,
            from: self.get(self.from, read_time)?,
            to: self.get(self.to, read_time)?,
            place: self.place.value.get_untracked(),
            host,
            capacity: self.get(self.capacity, read_count)?,
            leader: leader.map(|(id, _)| *id),
            co_leaders: Some(co_leader.map(|(id, _)| *id).into_iter().collect()),
            leader_name,
            body: self.body.value.get_untracked(),
            opens: self.get(self.opens, read_day)?,
            closes: self.get(self.closes, read_day)?,
            cost: self.get(self.cost, read_cost)?,
        })
    }
}

/// The day of a field of dates; a blank one is none.
fn read_day(text: &str) -> Result<Option<shared::day::Day>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| words::BAD_DAY)
}

/// Minutes of the day, of «14:30», «14h30» or «14 h».
fn read_time(text: &str) -> Result<u32, &'static str> {
    shared::training::read_time(text).ok_or(words::BAD_TIME)
}

fn read_count(text: &str) -> Result<u32, &'static str> {
    text.parse().map_err(|_| words::BAD_NUMBER)
}

fn read_cost(text: &str) -> Result<Cents, &'static str> {
    if text.is_empty() {
        return Ok(Cents::ZERO);
    }
    Cents::read(text).map_err(|_| words::BAD_COST)
}

/// The fields on the screen.
#[component]
pub(super) fn TermsForm(fields: TermsFields) -> impl IntoView {
    let app: App = use_app();
    let kinds = TrainingKind::ALL.map(|kind| (kind, words::kind(kind)));
    let sites = Memo::new(move |_| {
        app.read(|replica| {
            let open = replica.view().sites.values().filter(|site| site.closed_on.is_none());
            let mut labels: Vec<_> = open.map(|site| site_label(site)).collect();
            order::sort(&mut labels);
            labels
        })
    });
    let names = Memo::new(move |_| {
        let leaders = app.read(|replica| leaders(replica.view()));
        leaders.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    });
    view! {
        <Choices legend=words::KIND name="kind" options=kinds.to_vec() value=fields.kind/>
        <Sentence label=words::TITLE_OF value=fields.title/>
        <Topics chosen=fields.topics entry=fields.topics_entry/>
        <TextField label=words::DAY kind="date" value=fields.day/>
        <TextField label=words::FROM kind="time" value=fields.from/>
        <TextField label=words::TO kind="time" value=fields.to/>
        <Sentence label=words::PLACE hint=words::PLACE_HINT value=fields.place/>
        <TextField
            label=words::HOST
            hint=words::HOST_HINT
            value=fields.host
            suggestions=sites
        />
        <TextField label=words::CAPACITY value=fields.capacity/>
        <TextField
            label=words::LEADER
            hint=words::LEADER_HINT
            value=fields.leader
            suggestions=names
        />
        <TextField
            label=words::CO_LEADER
            hint=words::CO_LEADER_HINT
            value=fields.co_leader
            suggestions=names
        />
        <TextField label=words::BODY hint=words::BODY_HINT value=fields.body/>
        <TextField label=words::OPENS kind="date" value=fields.opens/>
        <TextField label=words::CLOSES hint=words::CLOSES_HINT kind="date" value=fields.closes/>
        <TextField label=words::COST value=fields.cost/>
    }
}

/// What those who were present are trained for.
#[component]
fn Topics(chosen: RwSignal<Vec<TopicId>>, entry: FormEntry<Option<usize>>) -> impl IntoView {
    let app = use_app();
    let all = app.read_now(|replica| replica.view().settings().topics().to_vec());
    let option = move |topic: shared::settings::Topic| {
        let (id, known) = (topic.id.clone(), topic.id);
        let toggle = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|chosen| {
                chosen.retain(|other| *other != id);
                if on {
                    chosen.push(id.clone());
                }
            });
            entry.notes.changed();
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || chosen.with(|chosen| chosen.contains(&known))
                    on:change=toggle
                />
                <span>{topic.label}</span>
            </label>
        }
    };
    view! {
        <ChoiceGroup legend=words::TOPICS notes=entry.notes>
            <div class="choices-list">{all.into_iter().map(option).collect_view()}</div>
        </ChoiceGroup>
    }
}
