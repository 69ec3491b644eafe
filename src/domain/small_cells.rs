//! Small numbers of people are not shown: a count under five in a village names somebody. What is hidden must not come back
//! by subtraction either, so further numbers are hidden until none of them can be found from the sums that are shown.

use std::collections::BTreeSet;

/// The smallest number of people that is shown, other than nobody.
pub const SMALLEST: u64 = 5;

/// A number to be shown, and of how many people it tells: for a count the same, for minutes or kilometres another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The number.
    pub value: u64,
    /// How many people stand behind it.
    pub people: u64,
}

/// Numbers, and which of them are the sum of which others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    cells: Vec<Cell>,
    sums: Vec<(usize, Vec<usize>)>,
}

/// The prime by which equations are solved. The coefficients are 0, 1 and -1 and the equations few, so that a number that
/// vanishes by it vanishes indeed.
const PRIME: i128 = 2_147_483_647;

impl Sums {
    /// A count of people. Gives its place.
    pub fn count(&mut self, people: u64) -> usize {
        self.cell(Cell { value: people, people })
    }

    /// A number. Gives its place.
    pub fn cell(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.cells.len() - 1
    }

    /// Says that one is the sum of others. It has to be.
    pub fn is_sum(&mut self, total: usize, parts: impl IntoIterator<Item = usize>) {
        self.sums.push((total, parts.into_iter().collect()));
    }

    /// The number at a place.
    #[must_use]
    pub fn value(&self, place: usize) -> Option<u64> {
        self.cells.get(place).map(|cell| cell.value)
    }

    /// The places of the numbers that are not shown. What tells of nobody is shown.
    #[must_use]
    pub fn hidden(&self) -> BTreeSet<usize> {
        let is_small = |cell: &Cell| (1..SMALLEST).contains(&cell.people);
        let small = self.cells.iter().enumerate().filter(|(_, cell)| is_small(cell));
        let mut hidden: BTreeSet<usize> = small.map(|(place, _)| place).collect();
        while let Some(found) = self.found(&hidden) {
            // Where one is alone in its sum, else beside the one that could be found: a part rather than a sum, and of these
            // the smallest. Every round hides one more, so that it ends.
            let candidates = self.sums.iter().flat_map(|(total, parts)| {
                let all = || parts.iter().chain([total]);
                let unknown = all().filter(|place| hidden.contains(place)).count();
                let counts = unknown == 1 || all().any(|place| *place == found);
                let parts = parts.iter().map(move |part| (unknown != 1, false, *part));
                parts.chain([(unknown != 1, true, *total)]).filter(move |_| counts)
            });
            let shown = |place: usize| !hidden.contains(&place) && self.cells[place].people > 0;
            let candidates = candidates.filter(|(.., place)| shown(*place));
            let next = candidates.min_by_key(|(apart, sum, place)| (*apart, *sum, self.cells[*place].people, *place));
            let next = next.map(|(.., place)| place);
            let Some(next) = next.or_else(|| self.any_shown(&hidden)) else { break };
            hidden.insert(next);
        }
        hidden
    }

    /// Any number that is still shown and tells of somebody.
    fn any_shown(&self, hidden: &BTreeSet<usize>) -> Option<usize> {
        let shown = (0..self.cells.len()).filter(|place| !hidden.contains(place) && self.cells[*place].people > 0);
        shown.min_by_key(|place| self.cells[*place].people)
    }

    /// A hidden number that could be found from what is shown; nothing where none can be.
    fn found(&self, hidden: &BTreeSet<usize>) -> Option<usize> {
        let unknown: Vec<usize> = hidden.iter().copied().collect();
        let solved = self.solved(&unknown);
        let by_equations = solved.iter().find_map(|row| {
            let mut with = row.iter().enumerate().filter(|(_, factor)| **factor != 0).map(|(place, _)| unknown[place]);
            let first = with.next()?;
            with.next().is_none().then_some(first)
        });
        by_equations.or_else(|| self.by_bounds(&unknown))
    }

    /// The equations that the sums leave of what is hidden, each in its shortest form: one that is left alone in its
    /// equation is found.
    fn solved(&self, unknown: &[usize]) -> Vec<Vec<i128>> {
        let mut rows: Vec<Vec<i128>> = self
            .sums
            .iter()
            .map(|(total, parts)| {
                let factor = |place: &usize| {
                    let of_parts = parts.iter().filter(|part| *part == place).count();
                    i128::try_from(of_parts).unwrap_or_default() - i128::from(total == place)
                };
                unknown.iter().map(|place| factor(place).rem_euclid(PRIME)).collect()
            })
            .collect();
        let mut done = 0;
        for column in 0..unknown.len() {
            let Some(pivot) = (done..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
            rows.swap(done, pivot);
            let inverse = power(rows[done][column], PRIME - 2);
            rows[done].iter_mut().for_each(|factor| *factor = *factor * inverse % PRIME);
            let leading = rows[done].clone();
            for (_, row) in rows.iter_mut().enumerate().filter(|(place, _)| *place != done) {
                let times = row[column];
                if times != 0 {
                    for (factor, other) in row.iter_mut().zip(&leading) {
                        *factor = (*factor - times * other).rem_euclid(PRIME);
                    }
                }
            }
            done += 1;
        }
        rows.truncate(done);
        rows
    }

    /// Who knows that each hidden number is at least 1 may find one that its sums hold fast between two bounds.
    fn by_bounds(&self, unknown: &[usize]) -> Option<usize> {
        let mut least: Vec<u64> = self.cells.iter().map(|cell| cell.value).collect();
        let mut most = least.clone();
        for place in unknown {
            (least[*place], most[*place]) = (u64::from(self.cells[*place].value > 0), u64::MAX);
        }
        // Each round carries what is known one sum further; a table is a few sums deep.
        for _ in 0..unknown.len().min(64) {
            let before = (least.clone(), most.clone());
            for (total, parts) in &self.sums {
                let low: u64 = parts.iter().fold(0, |sum, part| sum.saturating_add(least[*part]));
                let high: u64 = parts.iter().fold(0, |sum, part| sum.saturating_add(most[*part]));
                least[*total] = least[*total].max(low);
                most[*total] = most[*total].min(high);
                for part in parts {
                    let others_low = low.saturating_sub(least[*part]);
                    most[*part] = most[*part].min(most[*total].saturating_sub(others_low));
                    let others = parts.iter().filter(|other| *other != part);
                    let others_high = others.fold(0_u64, |sum, other| sum.saturating_add(most[*other]));
                    least[*part] = least[*part].max(least[*total].saturating_sub(others_high));
                }
            }
            if before == (least.clone(), most.clone()) {
                break;
            }
        }
        let fast = |place: &&usize| least[**place] == most[**place];
        unknown.iter().find(fast).copied()
    }
}

/// A power, by the prime.
const fn power(of: i128, mut exponent: i128) -> i128 {
    let (mut result, mut base) = (1, of % PRIME);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A table of counts with the sums of its rows and columns and of all.
    fn table(rows: &[Vec<u64>]) -> (Sums, usize) {
        let mut sums = Sums::default();
        let columns = rows.first().map_or(0, Vec::len);
        let places: Vec<Vec<usize>> =
            rows.iter().map(|row| row.iter().map(|count| sums.count(*count)).collect()).collect();
        let of_rows: Vec<usize> = rows.iter().map(|row| sums.count(row.iter().sum())).collect();
        let of_columns: Vec<usize> =
            (0..columns).map(|column| sums.count(rows.iter().map(|row| row[column]).sum())).collect();
        let all = sums.count(rows.iter().flatten().sum());
        for (total, parts) in of_rows.iter().zip(&places) {
            sums.is_sum(*total, parts.clone());
        }
        for (column, total) in of_columns.iter().enumerate() {
            sums.is_sum(*total, places.iter().map(|row| row[column]));
        }
        sums.is_sum(all, of_rows);
        sums.is_sum(all, of_columns);
        (sums, all)
    }

    /// Tries every value of the hidden number at a depth, and of those below it.
    fn go(
        depth: usize,
        unknown: &[usize],
        last: &[Vec<&(usize, Vec<usize>)>],
        most: u64,
        tried: &mut [u64],
        values: &mut [BTreeSet<u64>],
    ) {
        let Some(place) = unknown.get(depth) else {
            for (known, place) in values.iter_mut().zip(unknown) {
                known.insert(tried[*place]);
            }
            return;
        };
        for value in 1..=most {
            tried[*place] = value;
            if last[depth]
                .iter()
                .all(|(total, parts)| parts.iter().map(|part| tried[*part]).sum::<u64>() == tried[*total])
            {
                go(depth + 1, unknown, last, most, tried, values);
            }
        }
    }

    /// An attacker who knows the rule: every table that shows the same, with each hidden number from 1 upwards. Gives for
    /// each hidden place the values that it takes in them.
    fn possible(sums: &Sums, hidden: &BTreeSet<usize>, most: u64) -> Vec<BTreeSet<u64>> {
        let unknown: Vec<usize> = hidden.iter().copied().collect();
        let mut values = vec![BTreeSet::new(); unknown.len()];
        let mut tried: Vec<u64> = sums.cells.iter().map(|cell| cell.value).collect();
        // A sum is checked as soon as the last of its hidden numbers is set.
        let last: Vec<Vec<&(usize, Vec<usize>)>> = (0..unknown.len())
            .map(|depth| {
                let of = |sum: &&(usize, Vec<usize>)| {
                    let known = |place: &usize| unknown.iter().position(|other| other == place);
                    sum.1.iter().chain([&sum.0]).filter_map(known).max() == Some(depth)
                };
                sums.sums.iter().filter(of).collect()
            })
            .collect();
        go(0, &unknown, &last, most, &mut tried, &mut values);
        values
    }

    #[test]
    fn a_small_number_is_hidden_and_with_it_one_that_would_betray_it() {
        let (sums, _) = table(&[vec![3, 12], vec![20, 30]]);
        assert_eq!(sums.hidden(), BTreeSet::from([0, 1, 2, 3]), "each row and column hides a second one");
        let (sums, _) = table(&[vec![5, 12], vec![20, 30]]);
        assert_eq!(sums.hidden(), BTreeSet::new());
        let (sums, _) = table(&[vec![0, 12], vec![20, 30]]);
        assert_eq!(sums.hidden(), BTreeSet::new(), "nobody is nobody's number");
    }

    #[test]
    fn two_ones_are_not_found_from_their_sum_of_two() {
        let mut sums = Sums::default();
        let parts = [sums.count(1), sums.count(1), sums.count(20)];
        let total = sums.count(22);
        sums.is_sum(total, parts);
        assert_eq!(sums.hidden(), BTreeSet::from([0, 1, 2]));
    }

    #[test]
    fn a_number_alone_with_its_sum_hides_the_sum_as_well() {
        let mut sums = Sums::default();
        let parts = [sums.count(3), sums.count(0)];
        let total = sums.count(3);
        sums.is_sum(total, parts);
        assert_eq!(sums.hidden(), BTreeSet::from([0, total]));
    }

    #[test]
    fn what_tells_of_few_people_is_hidden_however_large_it_is() {
        let mut sums = Sums::default();
        let parts = [sums.cell(Cell { value: 300, people: 2 }), sums.cell(Cell { value: 40, people: 9 })];
        let total = sums.cell(Cell { value: 340, people: 11 });
        sums.is_sum(total, parts);
        assert_eq!(sums.hidden(), BTreeSet::from([0, 1]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

        /// No number that is hidden can be found by adding and subtracting what is shown: every combination of up to all
        /// sums is tried.
        #[test]
        fn no_combination_of_sums_leaves_one_hidden_number(
            rows in (1_usize..4, 1_usize..4).prop_flat_map(|(rows, columns)| {
                proptest::collection::vec(proptest::collection::vec(0_u64..14, columns), rows)
            })
        ) {
            let (sums, _) = table(&rows);
            let hidden = sums.hidden();
            for (place, cell) in sums.cells.iter().enumerate() {
                prop_assert!(hidden.contains(&place) || cell.people == 0 || cell.people >= SMALLEST);
            }
            // Each sum is taken not at all, added or subtracted.
            for signs in 0..3_u32.pow(u32::try_from(sums.sums.len()).unwrap()) {
                let mut factors = std::collections::BTreeMap::<usize, i64>::new();
                let mut rest = signs;
                for (total, parts) in &sums.sums {
                    let sign = i64::from(rest % 3) - 1;
                    rest /= 3;
                    *factors.entry(*total).or_default() -= sign;
                    for part in parts {
                        *factors.entry(*part).or_default() += sign;
                    }
                }
                let left = factors.iter().filter(|(place, factor)| **factor != 0 && hidden.contains(place)).count();
                prop_assert_ne!(left, 1, "{:?} {:?}", rows, hidden);
            }
        }

        /// Who knows the rule and tries every table that shows the same finds no hidden number of people either.
        #[test]
        fn every_hidden_number_could_be_another(
            rows in (1_usize..3, 1_usize..4).prop_flat_map(|(rows, columns)| {
                proptest::collection::vec(proptest::collection::vec(0_u64..9, columns), rows)
            })
        ) {
            let (sums, all) = table(&rows);
            let hidden = sums.hidden();
            prop_assume!(hidden.len() <= 7);
            let most = sums.cells[all].value + 3;
            for (place, values) in hidden.iter().zip(possible(&sums, &hidden, most)) {
                prop_assert!(values.len() > 1, "{:?}: {} of {:?} is {:?}", rows, place, hidden, values);
            }
        }
    }
}
