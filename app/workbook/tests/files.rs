//! Workbooks as spreadsheets write them.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use workbook::{UnreadWorkbook, read};

fn saved(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().expect("a workbook")
}

fn row(sheet: &mut Worksheet, at: u32, values: &[&str]) {
    for (column, value) in (0_u16..).zip(values) {
        sheet.write_string(at, column, *value).expect("a value");
    }
}

#[test]
fn rows_keep_their_numbers_below_a_title() {
    let bytes = saved(|book| {
        book.add_worksheet();
        let sheet = book.add_worksheet();
        row(sheet, 1, &["Export du 12 mars"]);
        row(sheet, 3, &["n_engagement", "date_mandat", "montant"]);
        row(sheet, 4, &["E;1"]);
        let day = ExcelDateTime::from_ymd(2026, 3, 12).expect("a day");
        let format = Format::new().set_num_format("dd/mm/yyyy");
        sheet.write_datetime_with_format(4, 1, day, &format).expect("a day");
        sheet.write_number(4, 2, 1_234.5).expect("a number");
        row(sheet, 6, &["un \"bon\"\nà part", "", "x"]);
    });
    let text = read(&bytes).expect("a table");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..3], ["", "", ""]);
    assert_eq!(lines[3], "\"n_engagement\";\"date_mandat\";\"montant\"");
    assert_eq!(lines[4], "\"E;1\";\"2026-03-12\";\"1234,5\"");
    assert_eq!(lines[5], "");
    assert_eq!(lines[6], "\"un \"\"bon\"\" à part\";\"\";\"x\"");
}

#[test]
fn what_people_do_not_see_is_not_read() {
    let bytes = saved(|book| {
        row(book.add_worksheet().set_hidden(true), 0, &["secret", "secret"]);
        row(book.add_worksheet().set_active(true), 0, &["nom", "prix"]);
    });
    assert_eq!(read(&bytes).as_deref(), Ok("\"nom\";\"prix\"\n"));
}

#[test]
fn what_is_no_workbook_is_told() {
    assert_eq!(read(b"PK\x03\x04nothing"), Err(UnreadWorkbook::Damaged));
    assert_eq!(read(b""), Err(UnreadWorkbook::Damaged));
    let empty = saved(|book| {
        book.add_worksheet();
    });
    assert_eq!(read(&empty), Err(UnreadWorkbook::Empty));
    let whole = saved(|book| row(book.add_worksheet(), 0, &["a", "b"]));
    for cut in [whole.len() / 3, whole.len() / 2, whole.len() - 4] {
        assert_eq!(read(&whole[..cut]), Err(UnreadWorkbook::Damaged), "{cut}");
    }
}
