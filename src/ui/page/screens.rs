//! The list of an area's pages, and what is the same for each of them: asking the one that is shown.

/// The pages of an area, one a line, and what can happen on each. A message for a page that is not shown any more does
/// nothing.
macro_rules! screens {
    (
        area: $area:ty;
        $(#[$of_screens:meta])*
        screens: $screen:ident;
        $(#[$of_messages:meta])*
        messages: $message:ident;
        $($(#[$of_page:meta])* $name:ident($page:ty),)+
    ) => {
        $(#[$of_screens])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "one page is shown at a time, and it lives in its place")]
        pub enum $screen {
            $($(#[$of_page])* $name($page),)+
        }

        $(#[$of_messages])*
        #[derive(Clone, Debug)]
        pub enum $message {
            $($(#[$of_page])* $name(<$page as $crate::ui::page::Page>::Message),)+
        }

        const _: () = {
            use $crate::ui::component::Element;
            use $crate::ui::keys::Key;
            use $crate::ui::page::{After, Area, Around, First, Page, Primary, Turning};
            use $crate::ui::sheet::SheetChoice;

            type Ground<'a> = <$area as Area>::Ground<'a>;

            impl $screen {
                /// The names of all pages of the area.
                pub const NAMES: &'static [&'static str] = &[$(<$page as Page>::NAME,)+];

                /// Its name in the technical log; says nothing about anybody.
                #[must_use]
                pub const fn name(&self) -> &'static str {
                    match self {
                        $(Self::$name(_) => <$page as Page>::NAME,)+
                    }
                }

                /// Its heading.
                #[must_use]
                pub fn heading(&self, ground: &Ground<'_>) -> String {
                    match self {
                        $(Self::$name(page) => Page::heading(page, ground),)+
                    }
                }

                /// Changes it; says what the area must do.
                pub fn update(&mut self, message: $message, ground: &Ground<'_>) -> <$area as Area>::Action {
                    match message {
                        $($message::$name(message) => {
                            if let Self::$name(page) = self { Page::update(page, message, ground) } else { <$area>::NOTHING }
                        })+
                    }
                }

                /// Changes it as somebody who is at work on it did; says what the area must do, and how the page goes on.
                pub fn hear(&mut self, message: $message, ground: &Ground<'_>) -> (<$area as Area>::Action, After) {
                    let (submitted, part) = (self.submits(&message), self.part());
                    let action = self.update(message, ground);
                    let stays = submitted && action == <$area>::NOTHING;
                    let after = After {
                        submitted,
                        turned: self.part() != part,
                        wrong: self.wrong(ground).filter(|_| stays),
                        is_read: stays && self.first(ground).is_none(),
                    };
                    (action, after)
                }

                /// Draws it.
                #[must_use]
                pub fn view<'a>(&'a self, ground: &Ground<'a>) -> Element<'a, $message> {
                    match self {
                        $(Self::$name(page) => Page::view(page, ground).map($message::$name),)+
                    }
                }

                /// Its main button.
                #[must_use]
                pub fn primary(&self, ground: &Ground<'_>) -> Option<Primary<$message>> {
                    match self {
                        $(Self::$name(page) => Page::primary(page, ground).map(|primary| primary.map($message::$name)),)+
                    }
                }

                /// Where it begins.
                #[must_use]
                pub fn first(&self, ground: &Ground<'_>) -> Option<First> {
                    match self {
                        $(Self::$name(page) => Page::first(page, ground),)+
                    }
                }

                /// Whether this message says that whoever wrote is done.
                #[must_use]
                pub fn submits(&self, message: &$message) -> bool {
                    match message {
                        $($message::$name(message) => {
                            matches!(self, Self::$name(page) if Page::submits(page, message))
                        })+
                    }
                }

                /// Where writing goes on after a mistake.
                #[must_use]
                pub fn wrong(&self, ground: &Ground<'_>) -> Option<&'static str> {
                    match self {
                        $(Self::$name(page) => Page::wrong(page, ground),)+
                    }
                }

                /// What the key of an action does.
                #[must_use]
                pub fn key(&self, ground: &Ground<'_>, key: Key) -> Option<$message> {
                    match self {
                        $(Self::$name(page) => Page::key(page, ground, key).map($message::$name),)+
                    }
                }

                /// What a digit does.
                #[must_use]
                pub fn digit(&self, ground: &Ground<'_>, digit: usize) -> Option<$message> {
                    match self {
                        $(Self::$name(page) => Page::digit(page, ground, digit).map($message::$name),)+
                    }
                }

                /// Whether it has a field for which the keyboard on the screen may be wanted.
                #[must_use]
                pub fn is_typed_on(&self, ground: &Ground<'_>) -> bool {
                    match self {
                        $(Self::$name(page) => Page::is_typed_on(page, ground),)+
                    }
                }

                /// Whether a field takes a number or a day.
                #[must_use]
                pub fn takes_digits(&self, ground: &Ground<'_>, field: &str) -> bool {
                    match self {
                        $(Self::$name(page) => Page::takes_digits(page, ground, field),)+
                    }
                }

                /// What is wrong on it.
                #[must_use]
                pub fn problems(&self, ground: &Ground<'_>) -> Vec<String> {
                    match self {
                        $(Self::$name(page) => Page::problems(page, ground),)+
                    }
                }

                /// Its parts.
                #[must_use]
                pub fn turning(&self, ground: &Ground<'_>) -> Option<Turning<$message>> {
                    match self {
                        $(Self::$name(page) => Page::turning(page, ground).map(|parts| parts.map($message::$name)),)+
                    }
                }

                /// Which part of it is shown.
                #[must_use]
                pub fn part(&self) -> usize {
                    match self {
                        $(Self::$name(page) => Page::part(page),)+
                    }
                }

                /// The sheet that is printed from it.
                #[must_use]
                pub fn sheet(&self, ground: &Ground<'_>) -> Option<SheetChoice> {
                    match self {
                        $(Self::$name(page) => Page::sheet(page, ground),)+
                    }
                }

                /// Whether something was typed or ticked that leaving it would lose.
                #[must_use]
                pub fn is_unsaved(&self, ground: &Ground<'_>) -> bool {
                    match self {
                        $(Self::$name(page) => Page::is_unsaved(page, ground),)+
                    }
                }

                /// Whether something was written on it that the end of the session would lose.
                #[must_use]
                pub fn is_written(&self, ground: &Ground<'_>) -> bool {
                    match self {
                        $(Self::$name(page) => Page::is_written(page, ground),)+
                    }
                }

                /// Another language was chosen.
                pub fn translate(&mut self, ground: &Ground<'_>) {
                    match self {
                        $(Self::$name(page) => Page::translate(page, ground),)+
                    }
                }

                /// What stands around it.
                #[must_use]
                pub fn around(&self) -> Around {
                    match self {
                        $(Self::$name(page) => Page::around(page),)+
                    }
                }
            }

            $(impl From<$page> for $screen {
                fn from(page: $page) -> Self {
                    Self::$name(page)
                }
            })+
        };
    };
}

pub(crate) use screens;
