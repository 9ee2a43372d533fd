//! Tables, whole-file refusals, and the numbers of lines.

use shared::import::limits;
use shared::import::problem::{ForeignFormat, ProblemReason, WholeFileProblem};
use shared::import::table::{self, FileTable};

fn lines(table: &FileTable) -> Vec<(u64, String)> {
    let cell = |r| table.cell(r, 0).to_owned();
    table.records().iter().map(|r| (r.line, cell(r))).collect()
}

#[test]
fn files_that_are_no_text_are_named() {
    let cases: [(&[u8], ForeignFormat); 12] = [
        (b"PK\x03\x04\x14\0[Content_Types].xml", ForeignFormat::Xlsx),
        (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ForeignFormat::Ods),
        (b"PK\x03\x04photos/a.jpg", ForeignFormat::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ForeignFormat::Xls),
        (b"%PDF-1.7\n", ForeignFormat::Pdf),
        (b"\n <!DOCTYPE html><html>", ForeignFormat::Html),
        (b"\xEF\xBB\xBF<?xml version=\"1.0\"?>", ForeignFormat::Xml),
        (b"{\"type\":\"FeatureCollection\"}", ForeignFormat::Json),
        (b"[{\"a\":1}", ForeignFormat::Json),
        (b"BEGIN:VCALENDAR\r\n", ForeignFormat::ICalendar),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ForeignFormat::Binary),
        (b"\x01\x02\x03\x04abcdef", ForeignFormat::Binary),
    ];
    for (bytes, nature) in cases {
        let problem = WholeFileProblem::NotText(nature);
        assert_eq!(table::read(bytes).unwrap_err(), problem);
    }
}

#[test]
fn empty_files_are_refused() {
    for bytes in [&b""[..], b" \r\n\n", b"\xEF\xBB\xBF", b"\xFF\xFE"] {
        assert_eq!(table::read(bytes).unwrap_err(), WholeFileProblem::Empty);
    }
    for bytes in [&b"a;b\r\n"[..], b"a;b", b"a;b\n;\n;;\n", b"[]", b"[ ]"] {
        assert_eq!(table::read(bytes).unwrap_err(), WholeFileProblem::NoRows);
    }
}

#[test]
fn files_beyond_the_limits_are_refused() {
    let max = limits::FILE_BYTES;
    let bytes = max + 1;
    let problem = WholeFileProblem::TooLarge { bytes, max };
    assert_eq!(table::read(&vec![b'a'; bytes]).unwrap_err(), problem);
    let max = limits::ROWS;
    let problem = WholeFileProblem::TooManyRows { max };
    assert_eq!(table::read("a\n".repeat(max + 2).as_bytes()).unwrap_err(), problem);
    assert!(table::read("a\n".repeat(max + 1).as_bytes()).is_ok());
    let long = format!("a;b\n1;{}\n2;x\n", "é".repeat(limits::CELL_BYTES));
    let table = table::read(long.as_bytes()).unwrap();
    assert_eq!(lines(&table), [(3, "2".to_owned())]);
    let problem = &table.problems()[0];
    assert_eq!((problem.line, problem.column.as_str()), (2, "b"));
    assert_eq!(problem.value.chars().count(), limits::SHOWN_CHARS);
}

#[test]
fn lines_are_those_of_the_file() {
    for end in ["\r\n", "\n", "\r"] {
        let text = ["a;b", "", "1;x", "2;\"y", "z\"", "", "", "3;\"\"\"\"", ";", "4;"].join(end);
        let table = table::read(text.as_bytes()).unwrap();
        let numbers = [(3, "1"), (4, "2"), (8, "3"), (10, "4")];
        assert_eq!(lines(&table), numbers.map(|(n, text)| (n, text.to_owned())));
        assert_eq!(table.value(&table.records()[1], "b"), format!("y{end}z"));
        assert_eq!(table.value(&table.records()[2], "b"), "\"");
    }
}

#[test]
fn a_line_that_tells_the_separator_is_no_header() {
    let table = table::read(b"sep=,\r\na,b\r\n1,2\r\n").unwrap();
    assert_eq!((table.separator, table.records()[0].line), (',', 3));
    assert_eq!(table.value(&table.records()[0], "b"), "2");
}

#[test]
fn a_separator_inside_a_quoted_label_does_not_count() {
    let table = table::read(b"\"a,b,c,d\";e\n1;2\n").unwrap();
    assert_eq!((table.separator, table.column("a_b_c_d")), (';', Some(0)));
}

#[test]
fn trailing_separators_are_no_columns() {
    let table = table::read(b"\"a\";\"b\";\r\n\"1\";\"2\";\r\n\"3\";\"4\";\r\n").unwrap();
    assert_eq!(table.header(), ["a", "b"]);
    assert_eq!((table.records().len(), table.problems().len()), (2, 0));
}

#[test]
fn every_unclosed_quote_is_told_and_the_other_lines_stay() {
    let text = "a;b\n1;\"x\n2;y\n3;\"z\n4;t\n5;u\n6;\"v\n";
    let table = table::read(text.as_bytes()).unwrap();
    let told: Vec<_> = table.problems().iter().map(|p| p.line).collect();
    let kept: Vec<u64> = table.records().iter().map(|r| r.line).collect();
    let mut all: Vec<u64> = told.iter().chain(&kept).copied().collect();
    all.sort_unstable();
    assert_eq!(all, [2, 3, 4, 5, 6, 7]);
    // The last one swallows nothing: its line is whole.
    assert_eq!(kept, [3, 5, 6, 7]);
    assert_eq!(table.problems()[1].value, "3;\"z");
    assert!(matches!(table.problems()[0].reason, ProblemReason::UnclosedQuote));
}

#[test]
fn keys_forget_case_accents_and_signs() {
    assert_eq!(table::key("Numéro de l'école"), "numero_de_l_ecole");
    assert_eq!(table::key(" Système d’exploitation - Nom "), "systeme_d_exploitation_nom");
    assert_eq!(table::key("Code\u{a0}postal"), "code_postal");
}

#[test]
fn one_separator_more_on_most_lines_is_usual_and_on_few_is_damage() {
    let most = table::read(b"a;b\n1;2;\n3;4;\n5;6\n").unwrap();
    assert_eq!((most.records().len(), most.problems().len()), (3, 0));
    let few = table::read(b"a;b\n1;;2\n3;4;\n5;6\n7;8\n").unwrap();
    assert_eq!(lines(&few), [(4, "5".to_owned()), (5, "7".to_owned())]);
    let told: Vec<_> = few.problems().iter().map(|p| p.line).collect();
    assert_eq!(told, [2, 3]);
}
