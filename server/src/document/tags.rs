//! What a document is made of, for who does not see it.

use super::DocumentBlock;
use super::layout::Of;
use krilla::tagging::{Identifier, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use std::collections::BTreeMap;
use std::num::NonZeroU16;

/// The pieces of content that belong to each.
pub(super) type Pieces = BTreeMap<Of, Vec<Identifier>>;

/// Returns the tree of the document.
pub(super) fn tree(blocks: &[DocumentBlock], mut pieces: Pieces) -> TagTree {
    let mut tree = TagTree::new();
    for (number, block) in blocks.iter().enumerate() {
        tree.push(match block {
            DocumentBlock::Title(text) | DocumentBlock::Leaf(text) => {
                one(heading(1, text), Of::Block(number), &mut pieces)
            }
            DocumentBlock::Heading(text) => one(heading(2, text), Of::Block(number), &mut pieces),
            DocumentBlock::Text(_) => one(Tag::P, Of::Block(number), &mut pieces),
            DocumentBlock::Table { columns, lines } => {
                table(number, columns.len(), lines.len(), &mut pieces)
            }
        });
    }
    tree
}

fn heading(level: u16, text: &str) -> impl Into<TagKind> {
    Tag::Hn(NonZeroU16::new(level).expect("from 1"), Some(text.to_owned()))
}

fn one(tag: impl Into<TagKind>, of: Of, pieces: &mut Pieces) -> TagGroup {
    let mut group = TagGroup::new(tag);
    pieces.remove(&of).unwrap_or_default().into_iter().for_each(|piece| group.push(piece));
    group
}

fn table(number: usize, columns: usize, lines: usize, pieces: &mut Pieces) -> TagGroup {
    let mut head = TagGroup::new(Tag::TR);
    for column in 0..columns {
        let name = Tag::TH(TableHeaderScope::Column);
        head.push(one(name, Of::Cell(number, 0, column), pieces));
    }
    let (mut top, mut body) = (TagGroup::new(Tag::THead), TagGroup::new(Tag::TBody));
    top.push(head);
    for line in 1..=lines {
        let mut row = TagGroup::new(Tag::TR);
        for column in 0..columns {
            row.push(one(Tag::TD, Of::Cell(number, line, column), pieces));
        }
        body.push(row);
    }
    let mut table = TagGroup::new(Tag::Table);
    table.push(top);
    if lines > 0 {
        table.push(body);
    }
    table
}
