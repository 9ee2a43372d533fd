//! Commands about news.

use super::{Audience, Link};
use crate::day::Day;
use crate::history::FileRef;
use crate::id::NoticeId;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// What is written of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// One line.
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub text: String,
    /// First day on which it is shown.
    pub from: Day,
    /// Last day, included.
    pub until: Day,
    /// Whom it is for.
    pub audience: Audience,
    /// Where it leads.
    #[serde(default)]
    pub link: Option<Link>,
}

/// Commands about news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Writes news, or corrects it.
    SetNotice { notice: NoticeId, draft: Draft },
    /// Shows it between its days.
    PublishNotice { notice: NoticeId },
    /// Takes it back.
    WithdrawNotice { notice: NoticeId },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names: none, for a picture of a class names children.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
