//! How a type of a release stands to the type inside that it carries: each written apart, so that either may change
//! alone, and joined field by field, so that a new field or value inside does not compile before the format says how it
//! is written.

use jiff::civil::Date;
use std::collections::BTreeMap;

/// A type of the release format.
pub trait Mirror: Sized {
    /// What it is inside the program.
    type Inside;

    /// As it is written.
    fn out(inside: &Self::Inside) -> Self;

    /// As the program works with it.
    fn inside(self) -> Self::Inside;
}

/// Whether a value goes without saying, and is not written.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The ability that a record needs where a field of it is more than its default.
pub fn needs<T: Default + PartialEq>(ability: &str, field: &T) -> Vec<String> {
    if is_default(field) { Vec::new() } else { vec![ability.to_owned()] }
}

impl<M: Mirror> Mirror for Option<M> {
    type Inside = Option<M::Inside>;

    fn out(inside: &Self::Inside) -> Self {
        inside.as_ref().map(M::out)
    }

    fn inside(self) -> Self::Inside {
        self.map(M::inside)
    }
}

impl<M: Mirror> Mirror for Vec<M> {
    type Inside = Vec<M::Inside>;

    fn out(inside: &Self::Inside) -> Self {
        inside.iter().map(M::out).collect()
    }

    fn inside(self) -> Self::Inside {
        self.into_iter().map(M::inside).collect()
    }
}

impl<K: Clone + Ord, M: Mirror> Mirror for BTreeMap<K, M> {
    type Inside = BTreeMap<K, M::Inside>;

    fn out(inside: &Self::Inside) -> Self {
        inside.iter().map(|(key, value)| (key.clone(), M::out(value))).collect()
    }

    fn inside(self) -> Self::Inside {
        self.into_iter().map(|(key, value)| (key, value.inside())).collect()
    }
}

/// Values that have one written form everywhere: digits and letters that the State, the calendar or the bank set.
macro_rules! as_written {
    ($($kind:ty),+ $(,)?) => {$(
        impl Mirror for $kind {
            type Inside = Self;

            fn out(inside: &Self) -> Self {
                inside.clone()
            }

            fn inside(self) -> Self {
                self
            }
        }
    )+};
}

as_written!(
    bool,
    u8,
    u16,
    i64,
    String,
    Date,
    crate::domain::calendar::MonthDay,
    crate::domain::fact::Value,
    crate::domain::fixed_day::FixedDay,
    crate::domain::identifier::ServiceCode,
    crate::domain::money::Amount,
);

/// Types of the format: first the fields that must be there, then those that go without saying. Fields that are not known
/// are passed over: what must not be is named in `needs`, which a record writes where the field after `if` is more than its
/// default.
macro_rules! records {
    ($($(#[$about:meta])* $name:ident: $inside:ty {
        $($field:ident: $kind:ty,)*
        ; $($optional:ident: $optional_kind:ty,)*
        $(; needs $need:literal if $why:ident)?
    })+) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $($field: $kind,)*
            $(#[serde(default, skip_serializing_if = "crate::protocol::release::mirror::is_default")]
            $optional: $optional_kind,)*
            $(#[doc = $need]
            #[serde(default, skip_serializing_if = "crate::protocol::release::mirror::is_default")]
            needs: Vec<String>,)?
        }

        impl $crate::protocol::release::mirror::Mirror for $name {
            type Inside = $inside;

            fn out(inside: &Self::Inside) -> Self {
                Self {
                    $($field: <$kind as $crate::protocol::release::mirror::Mirror>::out(&inside.$field),)*
                    $($optional: <$optional_kind as $crate::protocol::release::mirror::Mirror>::out(&inside.$optional),)*
                    $(needs: $crate::protocol::release::mirror::needs($need, &inside.$why),)?
                }
            }

            fn inside(self) -> Self::Inside {
                Self::Inside {
                    $($field: <$kind as $crate::protocol::release::mirror::Mirror>::inside(self.$field),)*
                    $($optional: <$optional_kind as $crate::protocol::release::mirror::Mirror>::inside(self.$optional),)*
                }
            }
        }
    )+
        /// The names of all fields, for the test that the golden release has each.
        #[cfg(test)]
        pub const FIELDS: &[&str] = &[$($(stringify!($field),)* $(stringify!($optional),)*)+];
    };
}

/// Words of the format, each for one value inside. A word that is not known makes what it stands in unreadable.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident: $inside:ty { $($value:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[serde(rename = $word)] $value,)+
        }

        impl $crate::protocol::release::mirror::Mirror for $name {
            type Inside = $inside;

            fn out(inside: &Self::Inside) -> Self {
                match inside {
                    $(<$inside>::$value => Self::$value,)+
                }
            }

            fn inside(self) -> Self::Inside {
                match self {
                    $(Self::$value => <$inside>::$value,)+
                }
            }
        }
    )+};
}

pub(crate) use {records, words};
