//! Pages on top of each other: the one on top is shown, the others are the way back. There is always one.

/// The pages.
#[derive(Debug)]
pub struct Stack<Page> {
    bottom: Page,
    above: Vec<Page>,
}

impl<Page> Stack<Page> {
    /// One page with nothing behind it.
    pub const fn new(page: Page) -> Self {
        Self { bottom: page, above: Vec::new() }
    }

    /// The page shown.
    pub fn top(&self) -> &Page {
        self.above.last().unwrap_or(&self.bottom)
    }

    /// The page shown, to be changed.
    pub fn top_mut(&mut self) -> &mut Page {
        self.above.last_mut().unwrap_or(&mut self.bottom)
    }

    /// The page that lies under all others.
    pub const fn bottom(&self) -> &Page {
        &self.bottom
    }

    /// The page behind the one shown.
    pub fn behind(&self) -> Option<&Page> {
        let place = self.above.len().checked_sub(1)?;
        Some(place.checked_sub(1).map_or(&self.bottom, |place| &self.above[place]))
    }

    /// How many pages there are.
    pub const fn depth(&self) -> usize {
        self.above.len() + 1
    }

    /// Shows a page on top.
    pub fn push(&mut self, page: Page) {
        self.above.push(page);
    }

    /// Shows the page behind. Says whether there was one.
    pub fn pop(&mut self) -> bool {
        self.above.pop().is_some()
    }

    /// Shows a page in place of the one on top.
    pub fn replace(&mut self, page: Page) {
        *self.top_mut() = page;
    }

    /// Goes back to a page of this kind. Says whether there was one.
    pub fn back_to(&mut self, is: impl Fn(&Page) -> bool) -> bool {
        let Some(place) = self.iter().position(is) else { return false };
        self.above.truncate(place);
        true
    }

    /// The pages from the bottom to the one shown, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Page> {
        std::iter::once(&mut self.bottom).chain(&mut self.above)
    }

    /// The pages from the bottom to the one shown.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        std::iter::once(&self.bottom).chain(&self.above)
    }
}

#[cfg(test)]
mod tests {
    use super::Stack;

    #[test]
    fn there_is_always_a_page_and_the_last_one_is_shown() {
        let mut stack = Stack::new(1);
        assert_eq!((*stack.top(), stack.behind(), stack.depth()), (1, None, 1));
        assert!(!stack.pop());
        stack.push(2);
        stack.push(3);
        assert_eq!((*stack.top(), stack.behind(), stack.depth()), (3, Some(&2), 3));
        stack.replace(4);
        assert_eq!(stack.iter().copied().collect::<Vec<_>>(), [1, 2, 4]);
        assert!(!stack.back_to(|page| *page == 3));
        assert!(stack.back_to(|page| *page == 1));
        assert_eq!((*stack.top(), stack.bottom(), stack.depth()), (1, &1, 1));
        stack.replace(5);
        assert_eq!(*stack.bottom(), 5);
    }
}
