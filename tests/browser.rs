//! The app in a real browser.

#[path = "browser/accounts.rs"]
mod accounts;
#[path = "browser/asking.rs"]
mod asking;
#[path = "browser/asleep.rs"]
mod asleep;
#[path = "browser/brought.rs"]
mod brought;
#[path = "browser/budget.rs"]
mod budget;
#[path = "browser/call.rs"]
mod call;
#[path = "browser/card.rs"]
mod card;
#[path = "browser/daily.rs"]
mod daily;
#[path = "browser/dashboard.rs"]
mod dashboard;
#[path = "browser/depot.rs"]
mod depot;
#[path = "browser/desk.rs"]
mod desk;
#[path = "browser/dialogs.rs"]
mod dialogs;
#[path = "browser/dotation.rs"]
mod dotation;
#[path = "browser/drafts.rs"]
mod drafts;
#[path = "browser/engines.rs"]
mod engines;
#[path = "browser/factor.rs"]
mod factor;
#[path = "browser/finished.rs"]
mod finished;
#[path = "browser/first_day.rs"]
mod first_day;
#[path = "browser/fleet.rs"]
mod fleet;
#[path = "browser/found.rs"]
mod found;
#[path = "browser/handover.rs"]
mod handover;
#[path = "browser/hands.rs"]
mod hands;
#[path = "browser/incident.rs"]
mod incident;
#[path = "browser/journal.rs"]
mod journal;
#[path = "browser/jury.rs"]
mod jury;
#[path = "browser/kept.rs"]
mod kept;
#[path = "browser/leaving.rs"]
mod leaving;
#[path = "browser/lending.rs"]
mod lending;
#[path = "browser/letters.rs"]
mod letters;
#[path = "browser/line.rs"]
mod line;
#[path = "browser/loan.rs"]
mod loan;
#[path = "browser/money.rs"]
mod money;
#[path = "browser/newer.rs"]
mod newer;
#[path = "browser/office.rs"]
mod office;
#[path = "browser/order.rs"]
mod order;
#[path = "browser/people.rs"]
mod people;
#[path = "browser/photo.rs"]
mod photo;
#[path = "browser/pictures.rs"]
mod pictures;
#[path = "browser/planning.rs"]
mod planning;
#[path = "browser/provider.rs"]
mod provider;
#[path = "browser/public.rs"]
mod public;
#[path = "browser/reflow.rs"]
mod reflow;
#[path = "browser/released.rs"]
mod released;
#[path = "browser/roll_call.rs"]
mod roll_call;
#[path = "browser/rounds.rs"]
mod rounds;
#[path = "browser/screens.rs"]
mod screens;
#[path = "browser/seen.rs"]
mod seen;
#[path = "browser/session.rs"]
mod session;
#[path = "browser/sobriety.rs"]
mod sobriety;
#[path = "browser/statement.rs"]
mod statement;
#[path = "browser/subscription.rs"]
mod subscription;
#[path = "browser/supply.rs"]
mod supply;
#[path = "browser/tabs.rs"]
mod tabs;
#[path = "browser/teacher.rs"]
mod teacher;
#[path = "browser/training.rs"]
mod training;
#[path = "browser/upgrade.rs"]
mod upgrade;
#[path = "browser/ways.rs"]
mod ways;
#[path = "browser/worker.rs"]
mod worker;
