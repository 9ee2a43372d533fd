//! The manual, from what the program says of itself: so it says all, and nothing else.

use super::said;
use std::path::Path;
use std::process::Command;

/// Where files are, as only the package knows.
const END: &str = ".SH FILES
.TP
.I /etc/tournee/tournee.env
The settings of all services, each the variable that the help of a command names.
.TP
.I /var/lib/tournee
The data folder.
.TP
.I /var/backups/tournee
A folder for each night, checked when it is made. A purge of the package leaves them.
.TP
.I /usr/share/doc/tournee
How to put nginx or Caddy in front; SECURITY.md for who opens the service; what is inside.
.SH SERVICES
.B tournee.service
serves,
.B tournee-backup.timer
makes and checks a backup each night,
.B tournee-purge.timer
applies the retention periods.
.B sudo -u tournee tournee doctor
looks at the installation, with the variables of the settings.
";

/// Returns the page of section 1.
pub(crate) fn page(program: &Path, version: &str) -> Result<String, String> {
    let help = |arguments: &[&str]| said(Command::new(program).args(arguments).arg("--help"));
    let whole = help(&[])?;
    let mut page = format!(
        ".TH TOURNEE 1 \"\" \"tournee {version}\" \"\"\n.SH NAME\n\
         tournee \\- rounds of the maintenance of schools\n.SH SYNOPSIS\n\
         .B tournee\n.I command\n.RI [ options ]\n.SH COMMANDS\n.nf\n{}.fi\n",
        escaped(&whole)
    );
    for name in commands(&whole) {
        page.push_str(&format!(".SS tournee {}\n.nf\n", escaped(&name).trim_end()));
        page.push_str(&escaped(&help(&[&name])?));
        page.push_str(".fi\n");
    }
    page.push_str(END);
    Ok(page)
}

/// The names of the sub-commands in a help.
fn commands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| line.starts_with("  "));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// Text as it is, for troff: a dot at the beginning of a line would be a request.
fn escaped(text: &str) -> String {
    let line = |line: &str| {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
        format!("{guard}{line}\n")
    };
    text.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text_and_commands_are_found() {
        assert_eq!(escaped(".x \\ a-b\n'y"), "\\&.x \\e a\\-b\n\\&'y\n");
        let help = "Tournée\n\nCommands:\n  serve    Serve\n  help     Print\n\nOptions:\n  -h";
        assert_eq!(commands(help), ["serve"]);
    }
}
