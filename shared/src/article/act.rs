//! Commands about the catalogue.

use super::Article;
use crate::history::FileRef;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Commands about the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Makes an article, or gives one new values.
    SetArticle { article: Box<Article> },
    /// Makes and changes articles from a price list.
    ImportArticles { articles: Vec<Article> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
