//! What a desk writes of a school itself: address, telephone, electronic address, the skill that it
//! asks for.

use super::act::SiteEdit;
use crate::decide::context::{Context, bad, optional};
use crate::id::SiteId;
use crate::limits::{MAIL_BYTES, SHORT_TEXT_CHARS};
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::row::RowKey;

/// Digits of a telephone number in France.
const PHONE_DIGITS: usize = 10;

/// Writes each field that the author changed; it stays when a file comes that has it otherwise. One
/// that somebody else had changed since the author looked stays as it is, and the author is told
/// (invariant 5). `was` is what the author saw, which an older app does not say.
#[inline(never)]
pub(super) fn edit(
    context: &mut Context<'_>,
    id: &SiteId,
    edit: &SiteEdit,
    was: Option<&SiteEdit>,
) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    let edit = checked(edit)?;
    let row = RowKey::site(id);
    macro_rules! each {
        ($($field:ident $name:ident $(kept $by_hand:ident)?),* $(,)?) => {$(
            if let Some(mine) = edit.$field.filter(|mine| *mine != site.$field) {
                let seen = was.and_then(|was| was.$field.as_ref());
                if seen.is_some_and(|seen| *seen != site.$field) {
                    let (kept, field) = (site.$field.clone(), FieldName::$name);
                    context.conflict(Conflict::Value { row: row.clone(), field, mine, kept });
                } else {
                    site.$field = mine;
                    $(site.by_hand.$by_hand = true;)?
                }
            }
        )*};
    }
    each! {
        address Address kept address,
        postcode Postcode kept address,
        phone Phone kept phone,
        mail Mail kept mail,
        // No file speaks of it.
        skill Skill,
    }
    context.put(site);
    Ok(())
}

/// The same, written as it is kept.
fn checked(edit: &SiteEdit) -> Result<SiteEdit, Refusal> {
    let each = |value: &Option<String>, check: fn(&str) -> Result<String, Refusal>| {
        value.as_deref().map(check).transpose()
    };
    Ok(SiteEdit {
        address: each(&edit.address, |text| optional(FieldName::Address, text, SHORT_TEXT_CHARS))?,
        postcode: each(&edit.postcode, postcode)?,
        phone: each(&edit.phone, phone)?,
        mail: each(&edit.mail, mail)?,
        skill: each(&edit.skill, |text| optional(FieldName::Skill, text, SHORT_TEXT_CHARS))?,
    })
}

fn postcode(text: &str) -> Result<String, Refusal> {
    let kept = optional(FieldName::Postcode, text, SHORT_TEXT_CHARS)?;
    let is_one = kept.len() == 5 && kept.bytes().all(|c| c.is_ascii_digit());
    match kept.is_empty() || is_one {
        true => Ok(kept),
        false => Err(bad(FieldName::Postcode, FieldProblem::Invalid)),
    }
}

fn phone(text: &str) -> Result<String, Refusal> {
    let kept = optional(FieldName::Phone, text, SHORT_TEXT_CHARS)?;
    let plain = kept.replacen("+33", "0", 1);
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    match kept.is_empty() || digits.len() == PHONE_DIGITS {
        true => Ok(digits),
        false => Err(bad(FieldName::Phone, FieldProblem::Invalid)),
    }
}

fn mail(text: &str) -> Result<String, Refusal> {
    let mail = optional(FieldName::Mail, text, MAIL_BYTES)?;
    let parts = mail.split_once('@');
    let is_one = parts.is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    match mail.is_empty() || (is_one && !mail.contains(char::is_whitespace)) {
        true => Ok(mail),
        false => Err(bad(FieldName::Mail, FieldProblem::Invalid)),
    }
}
