//! Whether something goes over the line now: by itself, or because a person asked for it. Where sending by itself is switched
//! off, an asking is answered once and nothing follows of itself.

/// How many rounds an asking lasts at most for the receipts of what a relay took on its behalf: two minutes of them, for a line
/// that carries a batch slowly. Each costs one question in the room.
pub const ROUNDS_FOR_RECEIPTS: u32 = 60;

/// What a round did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// Nothing more goes at once: all is done, or it did not get through.
    Done,
    /// Something moved and more waits.
    On,
    /// All that waits is at the relay of the room, which can pass it on: the receipt may come within moments.
    Kept,
}

/// Which askings were answered already, by their number, and how far the one at hand came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leave {
    answered: u64,
    rounds_for_receipts: u32,
}

impl Leave {
    /// Whether a round goes: by itself, or for one of so many askings that is not answered yet.
    #[must_use]
    pub const fn goes(self, automatic: bool, asked: u64) -> bool {
        automatic || self.is_asked(asked)
    }

    /// Whether one of so many askings is not answered yet.
    #[must_use]
    pub const fn is_asked(self, asked: u64) -> bool {
        asked > self.answered
    }

    /// Whether a relay is still to be told of it, or was told and only its receipts are waited for: told again and again it would
    /// begin anew each time, and never say how its try ended.
    #[must_use]
    pub const fn presses(self, asked: u64) -> bool {
        self.is_asked(asked) && self.rounds_for_receipts == 0
    }

    /// After a round that went while so many had been asked. Whoever asks during a round asks for another.
    pub const fn went(&mut self, asked: u64, went: Went) {
        if !self.is_asked(asked) {
            return;
        }
        match went {
            Went::On => {}
            Went::Kept if self.rounds_for_receipts < ROUNDS_FOR_RECEIPTS => self.rounds_for_receipts += 1,
            Went::Kept | Went::Done => *self = Self { answered: asked, rounds_for_receipts: 0 },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::steps::Dice;
    use super::*;

    #[test]
    fn what_is_switched_off_goes_once_for_each_asking() {
        let mut leave = Leave::default();
        assert!(leave.goes(true, 0) && !leave.goes(false, 0));
        assert!(leave.goes(false, 1));
        leave.went(1, Went::On);
        assert!(leave.goes(false, 1), "more of it waits");
        leave.went(1, Went::Done);
        assert!(!leave.goes(false, 1) && leave.goes(false, 2));
        // Somebody asked twice more meanwhile: one round is for both.
        leave.went(3, Went::Done);
        assert!(!leave.goes(false, 3));
    }

    #[test]
    fn the_receipts_of_what_a_relay_took_are_waited_for_and_not_for_ever() {
        let mut leave = Leave::default();
        let rounds = (1..=99).take_while(|_| {
            let goes = leave.goes(false, 1);
            assert_eq!(leave.presses(1), goes && leave == Leave::default(), "the relay is told once");
            leave.went(1, Went::Kept);
            goes
        });
        assert_eq!(rounds.count(), 1 + ROUNDS_FOR_RECEIPTS as usize);
        assert!(leave.goes(false, 2), "the next asking has as many");
        leave.went(2, Went::Kept);
        assert!(leave.goes(false, 2));
    }

    /// A computer whose sending by itself is switched off and on, that records, is asked, is killed and starts again, over a line
    /// that comes and goes, as the lane of the runner does it. Beside it stands what a person would count: whether somebody asked
    /// and no round has ended for it yet.
    #[test]
    fn whatever_happens_nothing_goes_by_itself_while_it_is_off_and_each_asking_is_answered() {
        let wanted =
            std::env::var("CUPS_PLANNER_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(40_000_u64);
        let (mut sent_off, mut held_off) = (0_u64, 0_u64);
        for seed in 0..wanted / 400 {
            let mut dice = Dice(seed);
            // What stands in the file of settings, which a kill and a start leave as it is.
            let mut automatic = dice.roll(2) == 0;
            let (mut leave, mut asked, mut waiting) = (Leave::default(), 0, 0_u64);
            let (mut is_open, mut receipts) = (false, 0);
            for step in 0..400 {
                match dice.roll(12) {
                    0 => automatic = !automatic,
                    1..=3 => waiting += 1,
                    4 => (asked, is_open) = (asked + 1, true),
                    // Killed: what was asked is forgotten with whoever heard it; the setting is not.
                    5 => (leave, asked, is_open, receipts) = (Leave::default(), 0, false, 0),
                    _ => {
                        assert_eq!(leave.goes(automatic, asked), automatic || is_open, "seed {seed}, step {step}");
                        if !leave.goes(automatic, asked) {
                            held_off += u64::from(waiting > 0);
                            continue;
                        }
                        sent_off += u64::from(!automatic);
                        // Somebody asks while the round is under way.
                        let during = u64::from(dice.roll(8) == 0);
                        let went = match dice.roll(4) {
                            // It did not get through.
                            0 => Went::Done,
                            1 => Went::Kept,
                            _ => {
                                waiting = waiting.saturating_sub(1);
                                if waiting > 0 { Went::On } else { Went::Done }
                            }
                        };
                        leave.went(asked, went);
                        receipts += u32::from(is_open && went == Went::Kept);
                        if went == Went::Done || receipts > ROUNDS_FOR_RECEIPTS {
                            (is_open, receipts) = (false, 0);
                        }
                        asked += during;
                        is_open |= during > 0;
                    }
                }
            }
        }
        assert!(sent_off > 0 && held_off > sent_off, "{sent_off} sent, {held_off} held while it was off");
    }
}
