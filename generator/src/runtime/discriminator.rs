//! Selection of the variant of a union.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{
    date::{is_date, is_date_time},
    explain::in_utc,
    integer::integer,
    json_text::BorrowedString,
    tolerance,
};

/// The rule that selects the variant of a value.
#[derive(Debug)]
pub enum Discriminator {
    /// A string property and its values, sorted, each with a variant.
    Property(&'static str, &'static [(&'static str, usize)]),
    /// The properties that the cases test, sorted by name, each with `true` if a case tests the
    /// property's value; and the cases. The first matching case selects the variant.
    Cases(
        &'static [(&'static str, bool)],
        &'static [(usize, &'static [Predicate])],
    ),
}

/// A variant and its predicates. A value of the variant matches every predicate.
type Case = (usize, &'static [Predicate]);

/// A predicate of a value.
#[derive(Debug, Clone, Copy)]
pub enum Predicate {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction, of at most 64 bits.
    Integer,
    /// A number without a fraction.
    WideInteger,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// One of these strings.
    Strings(&'static [&'static str]),
    /// One of these integers.
    Integers(&'static [i64]),
    /// A string in the format of a time with an offset.
    DateTime,
    /// A string in the format of a date.
    Date,
    /// An array whose items are `null` or match one of these predicates.
    Items(&'static [Predicate]),
    /// An object with this property.
    HasProperty(&'static str),
    /// An object without this property.
    LacksProperty(&'static str),
    /// An object with this property and without all other properties of an `ExclusiveProperty` predicate.
    ExclusiveProperty(&'static str),
    /// An object with this property, whose value matches the predicate.
    Property(&'static str, &'static Predicate),
    /// An object whose property matches one of these predicates. A missing property counts as
    /// `null`.
    PropertyType(&'static str, &'static [Predicate]),
    /// An object without other properties than these.
    OnlyProperties(&'static [&'static str]),
    /// This boolean.
    BooleanValue(bool),
}

/// Looks up a string in a sorted array.
pub fn find<T>(sorted: &'static [(&'static str, T)], string: &str) -> Option<&'static T> {
    let found = sorted.binary_search_by(|(other, _)| (**other).cmp(string));
    let (_, found) = sorted.get(found.ok()?)?;
    Some(found)
}

impl<'de> DeserializeSeed<'de> for &'static Discriminator {
    type Value = Option<usize>;

    /// Reads a value up to the last property that the rule needs.
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let (names, cases) = match self {
            Discriminator::Property(name, variants) => {
                let name = std::slice::from_ref(name);
                return deserializer.deserialize_enum(PROPERTY, name, ByProperty(variants));
            }
            Discriminator::Cases(names, cases) => (*names, *cases),
        };
        let has_items = |(_, all): &Case| matches!(all, [Predicate::Items(_)]);
        let is_only = |predicate: &Predicate| matches!(predicate, Predicate::OnlyProperties(_));
        let has_only = |(_, all): &Case| all.iter().any(is_only);
        let seen = deserializer.deserialize_any(SeenVisitor {
            names,
            with_items: cases.iter().any(has_items),
            with_others: cases.iter().any(has_only),
        })?;
        let is_alone =
            |predicate: &&Predicate| matches!(predicate, Predicate::ExclusiveProperty(_));
        let is_single = || {
            let all = cases
                .iter()
                .flat_map(|(_, all)| all.iter().filter(is_alone));
            all.filter(|it| seen.matches(it)).nth(1).is_none()
        };
        let case = cases.iter().find(|(_, all)| {
            all.iter().all(|it| seen.matches(it))
                && (!all.iter().any(|it| is_alone(&it)) || is_single())
        });
        Ok(case.map(|(variant, _)| *variant))
    }
}

/// The enum name with which a discriminator requests a string property of a
/// [`Reader`](super::reader::Reader).
pub(super) const PROPERTY: &str = "$rejoinder::property";

/// Looks up the variant of a string.
struct ByProperty(&'static [(&'static str, usize)]);

impl Visitor<'_> for ByProperty {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<Option<usize>, E> {
        Ok(find(self.0, string).copied())
    }

    fn visit_unit<E: Error>(self) -> Result<Option<usize>, E> {
        Ok(None)
    }
}

/// The parts of a value that predicates test.
enum Seen<'de> {
    Null,
    Boolean(bool),
    /// An integer of 64 bits. The value is `None` if it isn't an `i64`.
    Integer(Option<i64>),
    WideInteger,
    Number,
    String(Cow<'de, str>),
    /// The JSON types of the items, one bit for each type.
    Array(u8),
    /// The properties that a case tests, and `true` if the object has other properties.
    Object(Vec<(&'static str, Seen<'de>)>, bool),
}

impl Seen<'_> {
    /// Returns the bit that represents the JSON type.
    fn bit(&self) -> u8 {
        match self {
            Self::Null => 0,
            Self::Boolean(_) => 1,
            Self::Integer(_) => 2,
            Self::WideInteger | Self::Number => 4,
            Self::String(_) => 8,
            Self::Array(_) => 16,
            Self::Object(..) => 32,
        }
    }

    fn matches(&self, predicate: &Predicate) -> bool {
        match (predicate, self) {
            (Predicate::Null, Self::Null)
            | (Predicate::Boolean, Self::Boolean(_))
            | (Predicate::Integer, Self::Integer(_))
            | (Predicate::WideInteger, Self::Integer(_) | Self::WideInteger)
            | (Predicate::Number, Self::Integer(_) | Self::WideInteger | Self::Number)
            | (Predicate::String, Self::String(_))
            | (Predicate::Array, Self::Array(_))
            | (Predicate::Object, Self::Object(..)) => true,
            (Predicate::Integers(all), Self::Integer(Some(value))) => all.contains(value),
            (Predicate::Strings(all), Self::String(string)) => all.contains(&string.as_ref()),
            (Predicate::DateTime, Self::String(string)) => {
                is_date_time(string.as_bytes())
                    || tolerance::TIMES_WITHOUT_OFFSET && in_utc(string).is_some()
            }
            (Predicate::Date, Self::String(string)) => is_date(string.as_bytes()),
            (Predicate::Items(all), Self::Array(bits)) => {
                let allowed = all.iter().fold(0, |bits, it| bits | it.bits());
                bits & !allowed == 0
            }
            (Predicate::BooleanValue(expected), Self::Boolean(value)) => expected == value,
            (
                Predicate::HasProperty(name) | Predicate::ExclusiveProperty(name),
                Self::Object(all, _),
            ) => property(all, name).is_some(),
            (Predicate::LacksProperty(name), Self::Object(all, _)) => property(all, name).is_none(),
            (Predicate::Property(name, predicate), Self::Object(all, _)) => {
                property(all, name).is_some_and(|value| value.matches(predicate))
            }
            (Predicate::PropertyType(name, types), Self::Object(all, _)) => {
                let value = property(all, name).unwrap_or(&Seen::Null);
                types.iter().any(|it| value.matches(it))
            }
            (Predicate::OnlyProperties(names), Self::Object(all, has_others)) => {
                !has_others && all.iter().all(|(name, _)| names.contains(name))
            }
            _ => false,
        }
    }
}

fn property<'s, 'de>(
    properties: &'s [(&'static str, Seen<'de>)],
    name: &str,
) -> Option<&'s Seen<'de>> {
    let found = properties.iter().find(|(other, _)| *other == name);
    found.map(|(_, value)| value)
}

impl Predicate {
    /// Returns the bits of the JSON types that match.
    fn bits(self) -> u8 {
        match self {
            Self::Boolean => 1,
            Self::Integer | Self::WideInteger => 2,
            Self::Number => 2 | 4,
            Self::String => 8,
            Self::Array => 16,
            Self::Object => 32,
            _ => 0,
        }
    }
}

/// Reads the parts of a value that predicates test.
struct SeenVisitor {
    names: &'static [(&'static str, bool)],
    with_items: bool,
    with_others: bool,
}

macro_rules! scalars {
    () => {
        type Value = Seen<'de>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("any value")
        }

        fn visit_unit<E: Error>(self) -> Result<Seen<'de>, E> {
            Ok(Seen::Null)
        }

        fn visit_bool<E: Error>(self, value: bool) -> Result<Seen<'de>, E> {
            Ok(Seen::Boolean(value))
        }

        fn visit_i64<E: Error>(self, value: i64) -> Result<Seen<'de>, E> {
            Ok(Seen::Integer(Some(value)))
        }

        fn visit_u64<E: Error>(self, value: u64) -> Result<Seen<'de>, E> {
            Ok(Seen::Integer(value.try_into().ok()))
        }

        fn visit_i128<E: Error>(self, value: i128) -> Result<Seen<'de>, E> {
            Ok(match (i64::try_from(value), u64::try_from(value)) {
                (Ok(value), _) => Seen::Integer(Some(value)),
                (Err(_), Ok(_)) => Seen::Integer(None),
                (Err(_), Err(_)) => Seen::WideInteger,
            })
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<Seen<'de>, E> {
            Ok(match integer(value) {
                Some(integer) => Seen::Integer(integer.as_i64()),
                None => Seen::Number,
            })
        }

        fn visit_borrowed_str<E: Error>(self, string: &'de str) -> Result<Seen<'de>, E> {
            Ok(Seen::String(Cow::Borrowed(string)))
        }

        fn visit_str<E: Error>(self, string: &str) -> Result<Seen<'de>, E> {
            Ok(Seen::String(Cow::Owned(string.to_owned())))
        }
    };
}

impl<'de> Visitor<'de> for SeenVisitor {
    scalars!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Seen<'de>, A::Error> {
        let mut bits = 0;
        if self.with_items {
            while let Some(item) = items.next_element_seed(Part)? {
                bits |= item.bit();
            }
        }
        Ok(Seen::Array(bits))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen<'de>, A::Error> {
        let (mut found, mut has_others) = (Vec::new(), false);
        while found.len() < self.names.len() || self.with_others && !has_others {
            let Some(BorrowedString(key)) = map.next_key()? else {
                break;
            };
            let index = self.names.binary_search_by(|(name, _)| (*name).cmp(&key));
            let name = index.ok().and_then(|index| self.names.get(index));
            has_others |= name.is_none();
            let name = name.filter(|(name, _)| property(&found, name).is_none());
            match name {
                Some((name, true)) => found.push((*name, map.next_value_seed(Part)?)),
                Some((name, false)) => {
                    map.next_value::<IgnoredAny>()?;
                    found.push((*name, Seen::Null));
                }
                None => _ = map.next_value::<IgnoredAny>()?,
            }
        }
        Ok(Seen::Object(found, has_others))
    }
}

/// Reads an item or a property. Predicates don't test nested values.
struct Part;

impl<'de> DeserializeSeed<'de> for Part {
    type Value = Seen<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part {
    scalars!();

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Seen<'de>, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Seen::Array(0))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Seen<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Seen::Object(Vec::new(), false))
    }
}
