//! Opening hours given as days and times, in words of the interface's languages.

/// The days of schema.org and of OWL-Time by the end of their addresses, in the order of the week, and how they are
/// called in Romanian, Russian and English.
const DAYS: [(&str, [&str; 3]); 8] = [
    ("Monday", ["luni", "понедельник", "Monday"]),
    ("Tuesday", ["marți", "вторник", "Tuesday"]),
    ("Wednesday", ["miercuri", "среда", "Wednesday"]),
    ("Thursday", ["joi", "четверг", "Thursday"]),
    ("Friday", ["vineri", "пятница", "Friday"]),
    ("Saturday", ["sâmbătă", "суббота", "Saturday"]),
    ("Sunday", ["duminică", "воскресенье", "Sunday"]),
    ("PublicHolidays", ["sărbători legale", "праздничные дни", "public holidays"]),
];

/// The day of the week that ends a run: public holidays are no day after Sunday.
const LAST_WEEKDAY: usize = 6;

/// Days and times in words, each with its language tag; nothing where no day is known and no time is given. Days that
/// follow each other are drawn together.
pub(super) fn specification(addresses: &[&str], opens: &str, closes: &str) -> Vec<(String, String)> {
    let end = |address: &str| address.rsplit(['/', '#']).next().unwrap_or_default().to_owned();
    let named: Vec<String> = addresses.iter().map(|address| end(address)).collect();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (day, (name, _)) in DAYS.iter().enumerate() {
        if !named.iter().any(|other| other == name) {
            continue;
        }
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day && day <= LAST_WEEKDAY => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let minutes = |time: &str| {
        let time = time.trim();
        let parts: Vec<&str> = time.split(':').collect();
        match parts.as_slice() {
            [hour, minute, ..] => format!("{hour}:{minute}"),
            _ => time.to_owned(),
        }
    };
    let times = match (minutes(opens), minutes(closes)) {
        (opens, closes) if opens.is_empty() && closes.is_empty() => String::new(),
        (opens, closes) => format!("{opens}–{closes}"),
    };
    if runs.is_empty() && times.is_empty() {
        return Vec::new();
    }
    let in_language = |(index, tag): (usize, &str)| {
        let name = |day: usize| DAYS.get(day).and_then(|(_, names)| names.get(index)).copied().unwrap_or_default();
        let spoken = runs.iter().map(|(first, last)| match last - first {
            0 => name(*first).to_owned(),
            1 => format!("{}, {}", name(*first), name(*last)),
            _ => format!("{} – {}", name(*first), name(*last)),
        });
        let days: Vec<String> = spoken.collect();
        (tag.to_owned(), format!("{} {times}", days.join(", ")).trim().to_owned())
    };
    ["ro", "ru", "en"].into_iter().enumerate().map(in_language).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_follow_each_other_are_drawn_together() {
        let week =
            ["Friday", "Monday", "Thursday", "Tuesday", "Wednesday"].map(|day| format!("https://schema.org/{day}"));
        let week: Vec<&str> = week.iter().map(String::as_str).collect();
        let words = specification(&week, "09:00:00", "15:00");
        assert_eq!(words.first(), Some(&("ro".to_owned(), "luni – vineri 09:00–15:00".to_owned())));
        assert_eq!(words.last(), Some(&("en".to_owned(), "Monday – Friday 09:00–15:00".to_owned())));
        let both = specification(&["time#Saturday", "time#Sunday", "x/PublicHolidays"], "", "");
        assert_eq!(both.last(), Some(&("en".to_owned(), "Saturday, Sunday, public holidays".to_owned())));
        assert!(specification(&["https://example.org/Someday"], "", "").is_empty());
    }
}
