//! A frozen statement as a file: made from its row alone, so the same row gives the same bytes.

use crate::document::{self, DocumentBlock, Paper};
use crate::export::{Form, Table, Unwritten, decimal, write};
use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use shared::statement::freeze::as_frozen;
use shared::statement::shown::Shown;
use shared::statement::{Amount, Defined, Sheet, Statement};
use shared::words::statement as words;

/// Form of a statement's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// A table, a workbook or a document.
    Of(Form),
    /// All of it with its definitions, for programs.
    Json,
}

impl FileForm {
    /// Returns the form of that ending.
    pub fn named(ending: &str) -> Option<Self> {
        match ending {
            "json" => Some(Self::Json),
            other => Form::named(other).map(Self::Of),
        }
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Of(form) => form.media_type(),
            Self::Json => "application/json",
        }
    }
}

/// Returns the statement as a file: as it was frozen, the same after a corrected one took its
/// place.
///
/// # Errors
/// [`Unwritten`] when a value does not fit the format.
pub fn file(statement: &Statement, form: FileForm) -> Result<Vec<u8>, Unwritten> {
    let statement = &as_frozen(statement);
    match form {
        FileForm::Json => Ok(serde_json::to_vec_pretty(statement)?),
        FileForm::Of(Form::Csv) => write(&table(statement), Form::Csv),
        FileForm::Of(Form::Xlsx) => workbook(statement),
        FileForm::Of(Form::Pdf) => {
            Ok(document::write(&title(statement), Paper::Portrait, &blocks(statement))?)
        }
    }
}

/// Returns what may be shown of an amount: the value, the number and what it is a part of.
pub fn values(defined: &Defined, amount: Amount) -> [String; 3] {
    let none = String::new;
    let number = |value| decimal(value, defined.scale);
    match defined.shown(amount) {
        Shown::Unknown => [words::UNKNOWN.into(), none(), none()],
        Shown::Few => [words::FEW.into(), none(), none()],
        Shown::Number(value) => [number(value), none(), none()],
        Shown::Part { value, of, permille } => {
            let share = permille.map_or_else(none, |permille| decimal(permille, 1));
            [share, number(value), number(of)]
        }
        Shown::Mean { tenths, of } => [decimal(tenths, defined.scale + 1), none(), of.to_string()],
    }
}

fn unit(defined: &Defined) -> &str {
    use shared::statement::Shape;
    match defined.shape {
        Shape::Share | Shape::Known => "%",
        Shape::Count | Shape::Mean | Shape::Unknown => &defined.unit,
    }
}

fn place(sheet: &Sheet) -> &str {
    match sheet.commune {
        Some(_) => &sheet.name,
        None => words::TOTAL,
    }
}

/// Returns the name of the time, with the mark of what was made up or frozen elsewhere.
fn span(statement: &Statement) -> String {
    let label = &statement.span.label;
    match (statement.fictitious, statement.imported) {
        (true, _) => format!("{label} ({})", words::DEMONSTRATION),
        (false, true) => format!("{label} ({})", words::IMPORTED.to_lowercase()),
        (false, false) => label.clone(),
    }
}

fn frozen_on(statement: &Statement) -> String {
    statement.frozen_on.map_or_else(String::new, |day| day.format("%d/%m/%Y").to_string())
}

fn title(statement: &Statement) -> String {
    let committee = words::committee(statement.committee);
    format!("{} · {committee} · {}", words::STATEMENT, span(statement))
}

fn table(statement: &Statement) -> Table {
    let (span, on) = (span(statement), frozen_on(statement));
    let mut lines = Vec::new();
    for sheet in &statement.sheets {
        for (defined, amount) in statement.definitions.iter().zip(&sheet.amounts) {
            let is_whole = sheet.commune.is_some() && *amount == Amount::default();
            if is_whole {
                continue;
            }
            let [value, part, of] = values(defined, *amount);
            lines.push(vec![
                defined.id.clone(),
                defined.version.to_string(),
                value,
                unit(defined).to_owned(),
                part,
                of,
                place(sheet).to_owned(),
                span.clone(),
                on.clone(),
            ]);
        }
    }
    for late in &statement.late {
        lines.push(vec![
            late.figure.clone(),
            String::new(),
            late.count.to_string(),
            words::LATE.to_owned(),
            String::new(),
            String::new(),
            words::TOTAL.to_owned(),
            late.span.clone(),
            on.clone(),
        ]);
    }
    let columns = words::COLUMNS.map(str::to_owned).to_vec();
    Table { name: words::STATEMENT, title: title(statement), columns, lines }
}

/// Returns a workbook with one sheet for each theme. Its day is that of the freeze: the same
/// statement gives the same bytes.
fn workbook(statement: &Statement) -> Result<Vec<u8>, Unwritten> {
    let mut book = Workbook::new();
    let on = statement.frozen_on.unwrap_or_default();
    let year = u16::try_from(on.year()).unwrap_or(1900).max(1900);
    let day = ExcelDateTime::from_ymd(year, on.month() as u8, on.day() as u8)?;
    let properties = DocProperties::new().set_title(title(statement));
    book.set_properties(&properties.set_creation_datetime(&day));
    let bold = Format::new().set_bold();
    let mut themes: Vec<&str> = Vec::new();
    for defined in &statement.definitions {
        if !themes.contains(&defined.theme.as_str()) {
            themes.push(&defined.theme);
        }
    }
    for theme in themes {
        let page = book.add_worksheet();
        page.set_name(theme)?;
        for (column, name) in (0_u16..).zip(words::SHEET_COLUMNS) {
            page.write_with_format(0, column, name, &bold)?;
        }
        let mut row = 0_u32;
        for sheet in &statement.sheets {
            let of_theme = statement.definitions.iter().zip(&sheet.amounts);
            for (defined, amount) in of_theme.filter(|(defined, _)| defined.theme == theme) {
                row += 1;
                let [value, part, of] = values(defined, *amount);
                let version = defined.version.to_string();
                let cells = [
                    &defined.label,
                    place(sheet),
                    &value,
                    unit(defined),
                    &part,
                    &of,
                    &version,
                    &defined.sentence,
                ];
                for (column, cell) in (0_u16..).zip(cells) {
                    page.write_string(row, column, cell)?;
                }
            }
        }
        page.set_freeze_panes(1, 0)?;
        page.autofit();
    }
    Ok(book.save_to_buffer()?)
}

/// Returns what an amount says in one line, on a page of today.
pub fn told(defined: &Defined, amount: Amount) -> String {
    said(defined, amount, words::unit)
}

/// Returns the same in a file: with the words of the freeze alone.
fn frozen(defined: &Defined, amount: Amount) -> String {
    said(defined, amount, Defined::unit_of)
}

fn said(defined: &Defined, amount: Amount, unit: fn(&Defined, i64, u8) -> &str) -> String {
    let scale = defined.scale;
    let number = |value| decimal(value, scale);
    let unit = |value, scale| unit(defined, value, scale);
    match defined.shown(amount) {
        Shown::Unknown => words::UNKNOWN.into(),
        Shown::Few => words::FEW.into(),
        Shown::Number(value) => format!("{} {}", number(value), unit(value, scale)),
        Shown::Part { value, of, permille } => {
            let part = format!("{} sur {} {}", number(value), number(of), unit(of, scale));
            match permille {
                Some(permille) => format!("{part} ({} %)", decimal(permille, 1)),
                None => part,
            }
        }
        Shown::Mean { tenths, of } => {
            let unit = unit(tenths, scale + 1);
            format!("{} {unit} (sur {of})", decimal(tenths, scale + 1))
        }
    }
}

/// Returns what the document holds.
fn blocks(statement: &Statement) -> Vec<DocumentBlock> {
    let mut lines = vec![DocumentBlock::title(&title(statement))];
    let on = frozen_on(statement);
    lines.push(DocumentBlock::text(&format!(
        "{} {on}. {} {}",
        words::FROZEN_ON,
        words::HASH,
        statement.hash
    )));
    statement.text.lines().for_each(|line| lines.push(DocumentBlock::text(line)));
    for sheet in &statement.sheets {
        lines.push(DocumentBlock::heading(place(sheet)));
        for (defined, amount) in statement.definitions.iter().zip(&sheet.amounts) {
            if sheet.commune.is_none() || *amount != Amount::default() {
                lines.push(DocumentBlock::text(&format!(
                    "{} : {}",
                    defined.label,
                    frozen(defined, *amount)
                )));
            }
        }
        let names: Vec<_> = sheet.sites.iter().map(|site| site.name.as_str()).collect();
        if !names.is_empty() {
            lines.push(DocumentBlock::text(&names.join(", ")));
        }
    }
    if !statement.late.is_empty() {
        lines.push(DocumentBlock::heading(words::LATE));
        for late in &statement.late {
            lines.push(DocumentBlock::text(&format!(
                "{} · {} : {:+}",
                late.span, late.label, late.count
            )));
        }
    }
    lines.push(DocumentBlock::heading(words::DEFINITIONS));
    for defined in &statement.definitions {
        let Defined { label, version, sentence, formula, source, excludes, .. } = defined;
        lines.push(DocumentBlock::text(&format!(
            "{label} (v{version}). {sentence} {formula}. {} : {source}. {} : {excludes}.",
            words::SOURCE,
            words::EXCLUDES
        )));
    }
    for factor in &statement.factors {
        lines.push(DocumentBlock::text(&format!(
            "{} = {} · {}",
            factor.key, factor.value, factor.source
        )));
    }
    lines
}
