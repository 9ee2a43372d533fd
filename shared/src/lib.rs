//! The domain of *Tournée*. No IO, no clock, no random, no async: everything is passed in, so
//! that the app and the server run the very same rules.
//!
//! # Words
//! One English word in code, one French word on screen; nothing else may be used.
//!
//! | code | screen | meaning |
//! | --- | --- | --- |
//! | [`site::Site`] | établissement (école / unité d'enseignement) | a place that is owed visits |
//! | Commune | commune | |
//! | [`day::Quarter`] | trimestre | a period in which each site is owed one half-day |
//! | [`day::HalfDay`] | demi-journée | |
//! | [`day::Half`] | matin / après-midi | |
//! | [`visit::Visit`] | passage | one half-day of one technician at one site |
//! | Round | tournée | the visits of one technician on one day, or over a period |
//! | [`plan::Plan`] | planning | all visits of a quarter; draft or published |
//! | [`ticket::Ticket`] | demande | what a school asks for; an incident is one kind of it |
//! | [`ticket::Channel`] | proximité / curatif / hors périmètre | «orientation»: who handles it |
//! | [`equipment::Equipment`] | matériel | a device of the fleet |
//! | [`teacher::Teacher`] | enseignant | who uses equipment at a site; has no account |
//! | [`settings::Topic`] | formation | what somebody must know before they get equipment |
//! | [`subscription::Subscription`] | abonnement | internet or ENT of one site |
//! | Device | appareil | the phone or tablet that runs the app |
//! | Report | compte rendu de passage | what a visit leaves behind, signed |
//! | [`article::Article`] | article | one entry of the catalogue |
//! | [`campaign::Campaign`] | campagne | a pot of money with its dates and rules |
//! | [`ballot::Ballot`] | notes d’un juré | what one juror says of the projects of a call |
//! | [`supply::Project`] | projet | what a school writes for a call |
//! | [`budget::BudgetLine`] | ligne budgétaire | a line of the annex, with its votes |
//! | [`budget::Commitment`] | engagement | one purchase order or contract year on one line |
//! | [`supply::Supply`] | dotation, commande | what one site gets from one campaign |
//! | [`supply::Leg`] | remise, reprise, intervention | one thing that is done at the site for it |
//! | [`training::TrainingSession`] | session | a training, or work in a class, on one day |
//! | [`statement::Statement`] | bilan | figures of a time, frozen for one committee |
//! | [`notice::Notice`] | actualité | news to schools or to everybody |
//! | [`loan::Kit`] | valise prêtée | what is lent of an article, in units with labels |
//! | [`supply::stops::Stop`] | arrêt | a round passes by a school without its half-day |
//! | [`command::Command`] | saisie | one thing that one person did, with its intent |
//! | [`refusal::Refusal`] | refus | why a command could not be applied, and what to do |
//!
//! The words of states, kinds and roles, by which screens, refusals and exports call them, in the
//! order of their variants; [`words`] holds them:
//!
//! - [`owed::Owed`]: dû / prévu / fait / en retard / impossible
//! - [`visit::VisitState`]: en brouillon / prévu / en cours / terminé, à signer / terminé et signé
//!   / non réalisé / annulé
//! - [`visit::MissedReason`]: école fermée / grève / accès impossible / technicien absent / l’école
//!   a demandé un autre jour / autre motif
//! - [`visit::Check`]: à faire / fait / sans objet / problème
//! - [`ticket::TicketKind`]: incident / demande
//! - [`ticket::TicketState`]: nouvelle / orientée / prévue / en cours / résolue / close / en
//!   attente / chez le prestataire / annulée
//! - [`ticket::Category`]: vidéoprojecteur ou tableau / ordinateur / tablette / imprimante /
//!   internet et réseau / son / logiciel ou compte / autre
//! - [`ticket::Urgency`]: peut attendre / gêne la classe / empêche la classe
//! - [`site::EquipmentKind`]: ordinateur / ordinateur portable / tablette / vidéoprojecteur /
//!   tableau ou écran interactif / imprimante / réseau / autre
//! - [`site::EquipmentState`]: en service / en panne / retiré
//! - [`equipment::Destination`]: réemploi interne / organisme public / vente / don / reprise par un
//!   fournisseur / recyclage / perte ou vol
//! - [`subscription::Standing`]: à commander / commandé / en service / suspendu / résilié /
//!   terminé / impossible
//! - [`role::Role`]: technicien / répartiteur / école / coordinateur / observateur /
//!   conseiller ou formateur / serveur
//! - [`article::Pot`]: investissement / fonctionnement
//! - [`campaign::CampaignKind`]: petit budget / renouvellement / amélioration / prêt /
//!   appel à projets
//! - [`campaign::CampaignState`]: en préparation / ouverte / fermée
//! - [`supply::SupplyState`]: demandée / en liste d’attente / acceptée / prête / remise / reçue /
//!   refusée / annulée
//! - [`supply::LegKind`]: à remettre / à récupérer / à faire / à reprendre
//! - [`supply::FailReason`]: personne pour le recevoir / pas avec moi, ou abîmé / plus assez de
//!   temps / formation à suivre d’abord / l’école n’en veut plus / autre motif
//! - [`supply::Anomaly`]: remis après l’annulation / déclaré par deux personnes / remis avant la
//!   formation / la même unité est aussi déclarée ailleurs
//! - [`loan::UnitState`]: en service / en panne / sortie du stock
//! - [`training::TrainingKind`]: formation / formation fournisseur / accompagnement en classe /
//!   animation scolaire
//! - [`training::SessionProgress`]: en préparation / ouverte / annulée / appel en cours / close
//! - [`training::Attendance`]: présent / absent / excusé
//! - [`budget::CommitmentState`]: ouvert / soldé / annulé
//! - [`budget::postings::Column`]: voté / réservé / engagé / service fait / mandaté
//!
//! # Invariants of the crate
//! - Nothing changes but through a [`command::Command`] judged by [`decide::decide`].
//! - [`decide::decide`] gives the same answer for the same input, on any machine.
//! - A row that [`scope::Scope::view`] refuses is never sent, and never kept on a device.

pub mod absence;
pub mod account;
pub mod api;
pub mod article;
pub mod ballot;
pub mod budget;
pub mod calendar;
pub mod campaign;
pub mod command;
pub mod course;
pub mod day;
pub mod decide;
pub mod delay;
pub mod entity;
pub mod equipment;
pub mod figures;
pub mod first_day;
pub mod handover;
pub mod history;
pub mod id;
pub mod import;
pub mod intake;
pub mod json;
pub mod limits;
pub mod loan;
pub mod money;
pub mod notice;
pub mod order;
pub mod owed;
pub mod pack;
pub mod photo;
pub mod plan;
pub mod planning;
pub mod refusal;
pub mod renewal;
pub mod replica;
pub mod reuse;
pub mod role;
pub mod row;
pub mod rules;
pub mod scope;
pub mod search;
pub mod settings;
pub mod site;
pub mod slot;
pub mod sobriety;
pub mod statement;
pub mod subscription;
pub mod supply;
pub mod sync;
pub mod teacher;
pub mod tell;
pub mod ticket;
pub mod training;
pub mod unread;
pub mod visit;
pub mod wire;
pub mod words;
pub mod zone;

pub use rounds;
