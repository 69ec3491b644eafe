//! Language tags as foreign files write them, brought into one form.

/// The tag of a text whose language is not known (BCP 47).
pub const UNDETERMINED: &str = "und";

/// A language tag in one form: lower case, without its private part (`en-x-mtfrom-fr` is `en`). `nb`, `nn` and `no`
/// stay what they are.
///
/// # Errors
/// [`UNDETERMINED`], when the tag is none by the syntax of BCP 47: `en_GB`, `english language`.
pub fn normalised(tag: &str) -> Result<String, &'static str> {
    let lower = tag.trim().to_ascii_lowercase();
    let public = lower.split("-x-").next().unwrap_or_default();
    let mut parts = public.split('-');
    let language = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let proper = (2..=8).contains(&language.len()) && letters(language);
    let further =
        parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if proper && further { Ok(public.to_owned()) } else { Err(UNDETERMINED) }
}

/// The language alone: `en` of `en-gb`.
#[must_use]
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_take_one_form_and_none_becomes_another_language() {
        assert_eq!(normalised("EN"), Ok("en".to_owned()));
        assert_eq!(normalised("en-GB"), Ok("en-gb".to_owned()));
        assert_eq!(normalised("en-x-mtfrom-fr"), Ok("en".to_owned()));
        for same in ["nb", "nn", "no", "ro", "gag"] {
            assert_eq!(normalised(same), Ok(same.to_owned()));
        }
        for wrong in ["", "en_GB", "english language", "x-private", "e", "-en", "en--gb", "română"] {
            assert_eq!(normalised(wrong), Err(UNDETERMINED), "{wrong}");
        }
        assert_eq!(primary("en-gb"), "en");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing_more(tag in "\\PC*") {
            if let Ok(once) = normalised(&tag) {
                prop_assert_eq!(normalised(&once), Ok(once.clone()));
            }
        }
    }
}
