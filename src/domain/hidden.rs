//! Types that hold what is personal are formatted by their name alone, so that no log can print what is in them.

/// Gives a type this name and nothing else for its `Debug`.
macro_rules! hidden {
    ($type:ty, $name:literal) => {
        impl std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!($name, "(…)"))
            }
        }
    };
}

pub(crate) use hidden;
