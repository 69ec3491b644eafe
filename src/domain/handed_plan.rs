//! A plan that goes from a public computer to the desk, and the code by which it goes: read out, typed once, used once.

use super::code;
use super::fact::Answers;
use super::hidden::hidden;
use super::text::Language;
use jiff::civil::Date;
use std::time::Duration;

/// How long a plan is held, and with it for how long its code is good.
pub const LIFE: Duration = Duration::from_mins(10);

/// What is handed over: what a visit is about, and nobody's name. The plan itself is computed anew where it is opened.
#[derive(Clone, PartialEq, Eq)]
pub struct HandedPlan {
    /// The code of the life event, or of two joined.
    pub event: String,
    /// What was answered.
    pub answers: Answers,
    /// The day on which the plan was computed.
    pub day: Date,
    /// The language of the visit; nothing where it is one that this program does not know.
    pub language: Option<Language>,
    /// The number of the catalogue by which it was computed.
    pub catalogue: u64,
}

hidden!(HandedPlan, "HandedPlan");

/// The characters of the code: 40 bits.
const PLAN_CODE: usize = 8;

/// A code of eight characters, `ABCD-2345`, from five random bytes.
#[must_use]
pub fn plan_code(random: [u8; 5]) -> String {
    code::code(random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)), PLAN_CODE)
}

/// A code as typed, brought to the form of [`plan_code`]: case, spaces and the letters people mix up do not matter.
#[must_use]
pub fn normal_plan_code(typed: &str) -> Option<String> {
    code::normal(typed, PLAN_CODE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_code_is_typed_as_it_was_heard() {
        let code = plan_code([0xff, 0x00, 0x12, 0x34, 0x56]);
        assert_eq!(code.len(), 9);
        let heard = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        assert_eq!(normal_plan_code(&heard), Some(code));
        assert_eq!(normal_plan_code("ABCD-234"), None);
    }
}
