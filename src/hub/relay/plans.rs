//! Plans on their way from a public computer to the desk. They are in memory alone, encrypted under codes that the relay never
//! sees; one that was taken, or whose time is over, is gone. After a restart there is none: the visitor has a new code made.

use crate::domain::handed_plan::LIFE;
use crate::hub::HubError;
use crate::hub::guesses::Guesses;
use crate::protocol::handed_plan::LeftPlan;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Instant;

/// The most plans that are held: a room has five computers, and a visitor wants one code or two.
const MOST: usize = 64;

/// The most plans of one computer. The oldest makes room for another: whoever has a new code made uses the new one.
const MOST_OF_ONE: usize = 8;

/// How many wrong codes one computer may try in a minute. Each costs a name that 40 bits are behind.
const WRONG_OF_ONE: u32 = 10;

/// How many wrong codes all computers together may try in a minute: in the life of a code 600, of a million millions.
const WRONG_OF_ALL: u32 = 60;

/// The most computers whose tries are counted apart.
const MOST_COMPUTERS: usize = 1000;

struct Held {
    sealed: String,
    by: IpAddr,
    since: Instant,
}

/// The plans that a relay holds.
pub struct Plans {
    held: BTreeMap<String, Held>,
    wrong: BTreeMap<IpAddr, (Guesses, Instant)>,
    wrong_of_all: Guesses,
}

crate::domain::hidden::hidden!(Plans, "Plans");

impl Default for Plans {
    fn default() -> Self {
        Self { held: BTreeMap::new(), wrong: BTreeMap::new(), wrong_of_all: Guesses::up_to(WRONG_OF_ALL) }
    }
}

impl Plans {
    /// Holds a plan of this computer.
    ///
    /// # Errors
    /// When there is one of this name, or no room.
    pub fn leave(&mut self, plan: LeftPlan, by: IpAddr, now: Instant) -> Result<(), HubError> {
        self.forget_over(now);
        let not_taken = |what: &str| HubError::NotTaken { what: what.to_owned() };
        if self.held.contains_key(&plan.name) {
            return Err(not_taken("there is a plan of this name"));
        }
        let of_one = self.held.iter().filter(|(_, held)| held.by == by);
        let (count, oldest) = (of_one.clone().count(), of_one.min_by_key(|(_, held)| held.since));
        if count >= MOST_OF_ONE
            && let Some(name) = oldest.map(|(name, _)| name.clone())
        {
            self.held.remove(&name);
        }
        if self.held.len() >= MOST {
            return Err(not_taken("the relay holds as many plans as it may"));
        }
        self.held.insert(plan.name, Held { sealed: plan.sealed, by, since: now });
        Ok(())
    }

    /// Gives a plan, once.
    ///
    /// # Errors
    /// When this computer, or all of them, tried too many wrong codes in the last minute: then not even a right one is
    /// looked at.
    pub fn take(&mut self, name: &str, by: IpAddr, now: Instant) -> Result<Option<String>, HubError> {
        self.forget_over(now);
        if self.wrong.len() >= MOST_COMPUTERS {
            self.wrong.retain(|_, (_, since)| now.saturating_duration_since(*since) < Guesses::WINDOW);
        }
        let (own, last) = self.wrong.entry(by).or_insert_with(|| (Guesses::up_to(WRONG_OF_ONE), now));
        *last = now;
        // First its own: one computer that guesses does not use up what all have.
        let ticket = own.admit(now)?;
        let of_all = match self.wrong_of_all.admit(now) {
            Ok(of_all) => of_all,
            Err(error) => {
                own.was_right(&ticket);
                return Err(error);
            }
        };
        let found = self.held.remove(name);
        if found.is_some() {
            own.was_right(&ticket);
            self.wrong_of_all.was_right(&of_all);
        }
        Ok(found.map(|held| held.sealed))
    }

    fn forget_over(&mut self, now: Instant) {
        self.held.retain(|_, held| now.saturating_duration_since(held.since) < LIFE);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use std::time::Duration;

    fn computer(number: u8) -> IpAddr {
        Ipv4Addr::new(192, 168, 1, number).into()
    }

    fn plan(number: usize) -> LeftPlan {
        LeftPlan { name: format!("{number:032x}"), sealed: format!("{number:04x}") }
    }

    #[test]
    fn a_plan_is_given_once_and_for_ten_minutes() {
        let (mut plans, start) = (Plans::default(), Instant::now());
        for number in [1, 2] {
            plans.leave(plan(number), computer(1), start).unwrap();
        }
        assert!(plans.leave(plan(1), computer(2), start).is_err(), "no other takes its place");
        let just_before = start + LIFE.saturating_sub(Duration::from_secs(1));
        assert_eq!(plans.take(&plan(1).name, computer(9), just_before).unwrap(), Some("0001".to_owned()));
        assert_eq!(plans.take(&plan(1).name, computer(9), just_before).unwrap(), None);
        assert_eq!(plans.take(&plan(2).name, computer(9), start + Duration::from_mins(11)).unwrap(), None);
        assert!(plans.held.is_empty());
    }

    #[test]
    fn of_a_hundred_thousand_guesses_few_are_looked_at() {
        let (mut plans, start) = (Plans::default(), Instant::now());
        plans.leave(plan(7), computer(1), start).unwrap();
        let (mut looked, mut refused) = (0, 0);
        for guess in 0..100_000_usize {
            // In ten minutes, from twenty computers.
            let at = start + LIFE.mul_f64(f64::from(u32::try_from(guess).unwrap()) / 100_000.0);
            let by = computer(u8::try_from(guess % 20).unwrap());
            match plans.take(&plan(1000 + guess).name, by, at) {
                Ok(found) => {
                    assert_eq!(found, None);
                    looked += 1;
                }
                Err(HubError::TooManyCodes { .. }) => refused += 1,
                Err(error) => panic!("{error}"),
            }
        }
        assert!(looked <= 660 && looked + refused == 100_000, "{looked} {refused}");
    }

    #[test]
    fn a_computer_that_guesses_keeps_no_other_from_its_plan() {
        let (mut plans, start) = (Plans::default(), Instant::now());
        plans.leave(plan(7), computer(1), start).unwrap();
        for guess in 0..1000_usize {
            let _ = plans.take(&plan(1000 + guess).name, computer(66), start);
        }
        assert!(plans.take(&plan(7).name, computer(66), start).is_err(), "not even a right one");
        assert!(plans.take(&plan(7).name, computer(9), start).unwrap().is_some());
    }

    #[test]
    fn no_more_are_held_than_there_is_room_for() {
        let (mut plans, start) = (Plans::default(), Instant::now());
        for number in 0..20 {
            plans.leave(plan(number), computer(1), start + Duration::from_secs(number as u64)).unwrap();
        }
        assert_eq!(plans.held.len(), MOST_OF_ONE);
        assert!(plans.held.contains_key(&plan(19).name) && !plans.held.contains_key(&plan(11).name));
        let room = (20..20 + MOST).map(|number| {
            let by = computer(u8::try_from(2 + number / MOST_OF_ONE).unwrap());
            plans.leave(plan(number), by, start)
        });
        assert_eq!(room.flatten().count(), MOST - MOST_OF_ONE);
    }
}
