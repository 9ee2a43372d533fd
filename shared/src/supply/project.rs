//! What a school writes for a call for projects.

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// Words that were added after the call had closed, as somebody asked for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addition {
    /// The day.
    pub day: Day,
    /// The words.
    pub text: String,
    /// Whose.
    pub by_name: String,
}

/// A project. What is written in it never changes once it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Project {
    /// Its name.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Classes that take part.
    #[serde(default)]
    pub classes: u32,
    /// Pupils who take part.
    #[serde(default)]
    pub pupils: u32,
    /// Other schools that share it, in the words of the one that carries it.
    #[serde(default)]
    pub shared_with: String,
    /// What was added after the call had closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub additions: Vec<Addition>,
    /// It came after the last day from a device whose clock is not believed: the coordinator says
    /// whether it counts.
    #[serde(default)]
    pub doubtful: bool,
    /// How many pieces it asked for, when the decision gives fewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u32>,
    /// Why it is given although a better placed one waits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub past: String,
    /// The day of the decision, whatever it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<Day>,
    /// Its place in the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// Its points in the decision, in hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hundredths: Option<u32>,
}
