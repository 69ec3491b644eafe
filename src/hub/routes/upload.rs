//! A form with a file (RFC 7578), as browsers send one.

/// The fields of a form: each with its name and its bytes. Nothing where it is none, or was cut off.
pub(super) fn fields<'b>(content_type: &str, body: &'b [u8]) -> Option<Vec<(String, &'b [u8])>> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|one| one.trim().strip_prefix("boundary="))?.trim_matches('"');
    if boundary.is_empty() || boundary.len() > 70 {
        return None;
    }
    let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body.get(find(body, first.as_bytes())? + first.len()..)?;
    let mut found = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Some(found);
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let end = find(part, between.as_bytes())?;
        let (head, content) = split(&part[..end], b"\r\n\r\n")?;
        if let Some(name) = name_of(head) {
            found.push((name, content));
        }
        rest = &part[end + between.len()..];
    }
}

/// The name of a field, by its head.
fn name_of(head: &[u8]) -> Option<String> {
    let head = std::str::from_utf8(head).ok()?;
    let line = head.split("\r\n").find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    line.split(';').find_map(|one| one.trim().strip_prefix("name=\"")?.strip_suffix('"')).map(str::to_owned)
}

fn split<'b>(bytes: &'b [u8], at: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let place = find(bytes, at)?;
    Some((&bytes[..place], &bytes[place + at.len()..]))
}

/// Where something begins.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TYPE: &str = "multipart/form-data; boundary=----x7";

    fn form(list: &str) -> String {
        format!(
            "------x7\r\nContent-Disposition: form-data; name=\"lang\"\r\n\r\nru\r\n------x7\r\n\
             Content-Disposition: form-data; name=\"list\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{list}\r\n\
             ------x7--\r\n"
        )
    }

    #[test]
    fn a_form_with_a_file_is_read_as_browsers_send_it() {
        let list = "provider,number\r\n\r\nasp,--x7\n";
        let text = form(list);
        let fields = fields(TYPE, text.as_bytes()).unwrap();
        assert_eq!(fields, [("lang".to_owned(), b"ru".as_slice()), ("list".to_owned(), list.as_bytes())]);
    }

    #[test]
    fn what_is_cut_off_or_of_another_kind_is_no_form() {
        let text = form("a");
        for end in 0..text.len() - 4 {
            assert_eq!(fields(TYPE, &text.as_bytes()[..end]), None, "{end}");
        }
        for kind in ["multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=----x7"] {
            assert_eq!(fields(kind, text.as_bytes()), None, "{kind}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        #[test]
        fn no_bytes_bring_it_to_fall(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in ".{0,40}") {
            let _ = fields(TYPE, &bytes);
            let _ = fields(&kind, &bytes);
        }
    }
}
