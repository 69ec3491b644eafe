//! The groups of signs on the sheet in the mayor's safe: what opens the centre's cases when nobody's password does. They are
//! read from paper and typed by people who do it once in years: each group has a check sign of its own, so that a mistake is
//! named by its group.

use super::code::{LETTERS, alike};
use super::hidden::hidden;

/// How many groups there are.
pub const GROUPS: usize = 7;
/// The signs of a group, the check sign last.
pub const SIGNS: usize = 5;
/// The random signs of a group, five bits each: 140 bits in all, which nobody tries through.
const FREE: usize = SIGNS - 1;
/// How many random bytes they are made of.
pub const RANDOM: usize = 18;

/// The groups of a recovery sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryGroups([[u8; SIGNS]; GROUPS]);

hidden!(RecoveryGroups, "RecoveryGroups");

/// Why typed groups are none. Groups are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misread {
    /// There are fewer groups than on the sheet.
    #[error("there are {found} groups of {GROUPS}")]
    TooFew {
        /// How many there are.
        found: usize,
    },
    /// There are more.
    #[error("there is more than {GROUPS} groups")]
    TooMany,
    /// A group is not what stands on the sheet.
    #[error("group {0} is mistyped")]
    Group(usize),
}

impl RecoveryGroups {
    /// Groups of these random bytes.
    #[must_use]
    pub fn of_random(random: [u8; RANDOM]) -> Self {
        let bit = |place: usize| random.get(place / 8).map_or(0, |byte| byte >> (place % 8) & 1);
        let mut groups = [[0; SIGNS]; GROUPS];
        for (place, group) in groups.iter_mut().enumerate() {
            for (at, sign) in group.iter_mut().take(FREE).enumerate() {
                let first = (place * FREE + at) * 5;
                *sign = (0..5).fold(0, |sign, next| sign << 1 | bit(first + next));
            }
            group[FREE] = check(place, *group);
        }
        Self(groups)
    }

    /// Groups as typed. Neither case nor what stands between the groups matters, nor signs that look alike. Where the typed
    /// groups are apart, each is looked at by itself, so that one with a sign too few shifts no other.
    ///
    /// # Errors
    /// Names the first group that is wrong.
    pub fn read(typed: &str) -> Result<Self, Misread> {
        let apart: Vec<String> = typed
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|group| !group.is_empty())
            .map(|group| group.chars().map(alike).collect())
            .collect();
        let together: Vec<char> = apart.iter().flat_map(|group| group.chars()).collect();
        let is_apart = apart.len() == GROUPS;
        let typed: Vec<String> =
            if is_apart { apart } else { together.chunks(SIGNS).map(|signs| signs.iter().collect()).collect() };
        if typed.len() > GROUPS {
            return Err(Misread::TooMany);
        }
        let mut groups = [[0; SIGNS]; GROUPS];
        for (place, group) in groups.iter_mut().enumerate() {
            let Some(signs) = typed.get(place) else { return Err(Misread::TooFew { found: typed.len() }) };
            *group = read_group(place, signs).ok_or(Misread::Group(place + 1))?;
        }
        Ok(Self(groups))
    }

    /// The groups as they stand on the sheet.
    #[must_use]
    pub fn groups(&self) -> [String; GROUPS] {
        self.0.map(|group| group.iter().map(|sign| char::from(LETTERS[usize::from(*sign)])).collect())
    }

    /// Whether this is the group of this number, counted from 1, as typed.
    #[must_use]
    pub fn is_group(&self, number: usize, typed: &str) -> bool {
        let signs: String = typed.chars().filter(|sign| sign.is_alphanumeric()).map(alike).collect();
        number.checked_sub(1).and_then(|place| self.groups().get(place).cloned()).is_some_and(|group| group == signs)
    }

    /// All of them, in the one form from which a key is made.
    #[must_use]
    pub fn whole(&self) -> String {
        self.groups().join("-")
    }
}

/// The group that these signs are at this place.
fn read_group(place: usize, signs: &str) -> Option<[u8; SIGNS]> {
    let value = |sign: char| LETTERS.iter().position(|letter| char::from(*letter) == sign);
    let values: Vec<u8> = signs.chars().map(|sign| u8::try_from(value(sign)?).ok()).collect::<Option<_>>()?;
    let group: [u8; SIGNS] = values.try_into().ok()?;
    (check(place, group) == group[FREE]).then_some(group)
}

/// The check sign of the group at this place. Each sign counts with another weight of the field of 32 elements, so that any
/// one wrong sign and any two that changed places are found; a group in another's place is wrong too.
fn check(place: usize, group: [u8; SIGNS]) -> u8 {
    let mut sum = u8::try_from(place + 1).unwrap_or_default();
    for (at, sign) in group.iter().take(FREE).enumerate() {
        sum ^= (0..=at).fold(*sign, |value, _| double(value));
    }
    sum
}

/// A value of the field of 32 elements, by x^5 + x^2 + 1, times x.
const fn double(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0b10_0000 == 0 { doubled } else { doubled ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet() -> RecoveryGroups {
        RecoveryGroups::of_random([7, 41, 200, 3, 99, 250, 18, 0, 77, 5, 131, 64, 9, 222, 17, 90, 33, 201])
    }

    #[test]
    fn what_stands_on_the_sheet_is_the_same_everywhere() {
        assert_eq!(sheet().whole(), RecoveryGroups::read(&sheet().whole()).unwrap().whole());
        assert!(sheet().groups().iter().all(|group| group.len() == SIGNS));
        assert_eq!(format!("{:?}", sheet()), "RecoveryGroups(…)");
    }

    #[test]
    fn a_group_with_a_sign_too_few_or_too_many_is_named_and_no_other() {
        for (change, group) in [(0, 1), (3, 4), (6, 7)] {
            for broken in [|signs: &str| signs[1..].to_owned(), |signs: &str| format!("{signs}7")] {
                let mut groups = sheet().groups();
                groups[change] = broken(&groups[change]);
                assert_eq!(RecoveryGroups::read(&groups.join(" ")), Err(Misread::Group(group)));
            }
        }
        let groups = sheet().groups();
        assert_eq!(RecoveryGroups::read(&groups[..6].join(" ")), Err(Misread::TooFew { found: 6 }));
        assert_eq!(RecoveryGroups::read(""), Err(Misread::TooFew { found: 0 }));
        assert_eq!(RecoveryGroups::read(&format!("{} {}", groups.join(" "), groups[0])), Err(Misread::TooMany));
    }

    #[test]
    fn a_group_is_known_by_its_number_however_it_is_typed() {
        let groups = sheet().groups();
        for (place, group) in groups.iter().enumerate() {
            assert!(sheet().is_group(place + 1, &format!(" {} ", group.to_lowercase())));
            assert!(!sheet().is_group(place, group) && !sheet().is_group(place + 2, group));
        }
        assert!(!sheet().is_group(1, "") && !sheet().is_group(0, &groups[0]) && !sheet().is_group(8, &groups[6]));
    }

    proptest! {
        #[test]
        fn a_sheet_is_understood_however_it_is_typed(random in any::<[u8; RANDOM]>()) {
            let groups = RecoveryGroups::of_random(random);
            let whole = groups.whole();
            let alike = whole.replace('0', "o").replace('1', "l").replace('A', "А").replace('K', "К");
            for typed in [whole.to_lowercase(), whole.replace('-', ""), whole.replace('-', " \n"), alike] {
                let read = RecoveryGroups::read(&typed);
                prop_assert_eq!(read.as_ref(), Ok(&groups), "{}", typed);
            }
        }

        #[test]
        fn a_wrong_sign_or_two_that_changed_places_are_named_by_their_group(
            random in any::<[u8; RANDOM]>(), place in 0..GROUPS, at in 0..SIGNS, by in 1_u8..32,
        ) {
            let right = RecoveryGroups::of_random(random);
            let mut wrong = right.clone();
            wrong.0[place][at] ^= by;
            prop_assert_eq!(RecoveryGroups::read(&wrong.whole()), Err(Misread::Group(place + 1)));
            let mut swapped = right.clone();
            swapped.0[place].swap(at, (at + 1) % SIGNS);
            if swapped != right && (at + 1) < SIGNS {
                prop_assert_eq!(RecoveryGroups::read(&swapped.whole()), Err(Misread::Group(place + 1)));
            }
            let mut moved = right.clone();
            moved.0.swap(place, (place + 1) % GROUPS);
            prop_assert!(RecoveryGroups::read(&moved.whole()).is_err());
        }

        #[test]
        fn all_of_the_random_bits_count(random in any::<[u8; RANDOM]>(), bit in 0_usize..140) {
            let mut other = random;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_ne!(RecoveryGroups::of_random(random).whole(), RecoveryGroups::of_random(other).whole());
        }

        #[test]
        fn nonsense_never_panics(text in "\\PC*") {
            let _ = RecoveryGroups::read(&text);
        }
    }
}
