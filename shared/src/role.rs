//! Roles, and what each may do.

use crate::id::{AccountId, CommuneId, SiteId};
use serde::{Deserialize, Serialize};

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Makes the visits.
    Technician,
    /// Plans the rounds, sorts the tickets, imports.
    Dispatcher,
    /// A school's shared tablet.
    Teacher,
    /// Accounts, devices, settings; and all that a dispatcher does.
    Coordinator,
    /// Reads the coverage of its communes.
    Observer,
    /// Leads trainings and takes their attendance («conseiller ou formateur»): of the Éducation
    /// nationale, or of a supplier.
    Adviser,
    /// The server's own jobs.
    System,
}

/// Who acts, as the server knows it; the app keeps a copy to decide at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Role,
    /// The site of a school's shared account.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// The communes of an observer; empty means all.
    #[serde(default)]
    pub communes: Vec<CommuneId>,
}

/// What is done outside commands, online only, because it handles secrets or whole files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    /// See devices, make activation codes, revoke devices.
    ManageDevices,
    /// Make accounts, give passwords.
    ManageAccounts,
    /// Download the exports of the dashboard.
    Export,
    /// Read the audit.
    ReadAudit,
    /// Hand in what somebody else's device had not sent.
    HandIn,
    /// See the letters to schools, print them, send them again.
    TellSchools,
}

/// What a file of commands proves of one: see [`crate::handover`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The device that the command names wrote it.
    Given,
    /// That device never got a key: it was last seen by an earlier version.
    Impossible,
    /// There is none, or it is wrong.
    Missing,
}

impl Role {
    /// Works at a desk on everything.
    pub fn is_desk(self) -> bool {
        matches!(self, Role::Dispatcher | Role::Coordinator)
    }

    /// Whether the role has that right.
    pub fn may(self, right: Right) -> bool {
        match right {
            Right::ManageDevices | Right::TellSchools => self.is_desk(),
            Right::HandIn => self.is_desk() || self == Role::Technician,
            Right::ManageAccounts | Right::ReadAudit => self == Role::Coordinator,
            Right::Export => self.is_desk() || self == Role::Observer,
        }
    }

    /// Whether the role may hand in what an author of that role did: never of somebody who may do
    /// more than oneself, so that a file is no way to more rights. Without a proof of the author's
    /// device a desk may, where that device can give none; a coordinator, who could sign in as
    /// anybody, always may. The history says by whom, and that the proof is missing.
    pub fn may_hand_in(self, author: Role, proof: Proof) -> bool {
        let is_trusted = match proof {
            Proof::Given => true,
            Proof::Impossible => self.is_desk(),
            Proof::Missing => self == Role::Coordinator,
        };
        let is_below = match author {
            Role::Technician | Role::Teacher => self.may(Right::HandIn),
            // Marks of people whom a technician does not know.
            Role::Adviser => self.is_desk(),
            Role::Dispatcher => self.is_desk(),
            Role::Coordinator => self == Role::Coordinator,
            Role::Observer | Role::System => false,
        };
        is_trusted && is_below
    }
}
