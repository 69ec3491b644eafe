//! What the print system remembers of prints by its settings: what a terminal's must say, and which of that one does not.

/// The settings of a print system, in the order of their files: what stands last counts.
fn last<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let of_line = |line: &'a str| {
        let (found, value) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    };
    text.lines().filter_map(of_line).next_back()
}

/// Whether a value is a no, or so few seconds that nothing is left when the next visit ends.
fn is_short(value: &str) -> bool {
    const LONGEST: u32 = 300;
    value.eq_ignore_ascii_case("no")
        || value.eq_ignore_ascii_case("off")
        || value.parse().is_ok_and(|seconds: u32| seconds <= LONGEST)
}

/// Which settings of `cupsd.conf` and `cups-files.conf` let the print system remember what was printed, or stop it after
/// a fault. None is as it should be.
#[must_use]
pub fn lacking(cupsd: &str, files: &str) -> Vec<&'static str> {
    let is = |name: &str, values: &[&str]| {
        let found = last(cupsd, name).or_else(|| last(files, name));
        found.is_some_and(|found| values.iter().any(|value| found.eq_ignore_ascii_case(value)))
    };
    let short = |name: &str| last(cupsd, name).is_some_and(is_short);
    let checks = [
        (short("PreserveJobHistory"), "PreserveJobHistory"),
        (short("PreserveJobFiles"), "PreserveJobFiles"),
        (is("AutoPurgeJobs", &["yes", "on", "true"]), "AutoPurgeJobs"),
        (is("AccessLogLevel", &["none"]), "AccessLogLevel"),
        (is("LogLevel", &["none", "emerg", "alert", "crit", "error"]), "LogLevel"),
        (is("PageLog", &["/dev/null"]), "PageLog"),
        (is("ErrorPolicy", &["retry-job", "retry-current-job"]), "ErrorPolicy"),
    ];
    checks.into_iter().filter(|(right, _)| !right).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUPSD: &str = include_str!("../../../packaging/cupsd-kiosk.conf");
    const FILES: &str = include_str!("../../../packaging/cups-files-kiosk.conf");

    #[test]
    fn what_the_package_brings_is_as_it_should_be_also_behind_what_debian_brings() {
        let debian = "LogLevel warn\nPageLogFormat\nMaxLogSize 0\nErrorPolicy retry-job\n";
        let files = "PageLog /var/log/cups/page_log\n";
        assert!(lacking(CUPSD, FILES).is_empty());
        assert!(lacking(&format!("{debian}{CUPSD}"), &format!("{files}{FILES}")).is_empty());
        let alone = lacking(debian, files);
        let all = ["PreserveJobHistory", "PreserveJobFiles", "AutoPurgeJobs", "AccessLogLevel", "LogLevel", "PageLog"];
        assert_eq!(alone, all);
    }

    #[test]
    fn each_setting_that_remembers_is_named() {
        for (line, name) in [
            ("PreserveJobHistory Yes", "PreserveJobHistory"),
            ("PreserveJobHistory 86400", "PreserveJobHistory"),
            ("preservejobfiles yes", "PreserveJobFiles"),
            ("LogLevel debug", "LogLevel"),
            ("AccessLogLevel all", "AccessLogLevel"),
            ("ErrorPolicy stop-printer", "ErrorPolicy"),
            ("AutoPurgeJobs No", "AutoPurgeJobs"),
        ] {
            assert_eq!(lacking(&format!("{CUPSD}\n{line}\n"), FILES), [name], "{line}");
        }
        assert_eq!(lacking(CUPSD, "PageLog /var/log/cups/page_log"), ["PageLog"]);
        assert!(lacking(&format!("{CUPSD}\n# LogLevel debug\n"), FILES).is_empty());
    }
}
