//! The variant that a value of a union is of.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::{
    date::{is_date, is_date_time},
    explain::in_utc,
    integer::integer,
    json_text::StringText,
    tolerance,
};

/// The rule that selects the variant of a value.
#[derive(Debug)]
pub enum Discriminator {
    /// A property, and the variants of its values, in the order of the values.
    Property(&'static str, &'static [(&'static str, usize)]),
    /// The properties that cases ask for, in the order of their names, `true` if a case asks for the
    /// value; and the cases, each a variant and its predicates. The first one that matches counts.
    Cases(
        &'static [(&'static str, bool)],
        &'static [(usize, &'static [Predicate])],
    ),
}

/// A variant, and the predicates that its values match.
type Case = (usize, &'static [Predicate]);

/// A predicate of a value.
#[derive(Debug, Clone, Copy)]
pub enum Predicate {
    /// Null.
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
    Text(&'static [&'static str]),
    /// One of these integers.
    Listed(&'static [i64]),
    /// A string that is written as a time with its offset.
    DateTime,
    /// A string that is written as a date.
    Date,
    /// An array whose items are null or match one of these.
    Items(&'static [Predicate]),
    /// An object with this property.
    Has(&'static str),
    /// An object without this property.
    Lacks(&'static str),
    /// An object with this property, and with none that other cases have alone.
    Alone(&'static str),
    /// An object whose property matches.
    Property(&'static str, &'static Predicate),
    /// An object whose property matches one of these. A missing property is null.
    PropertyType(&'static str, &'static [Predicate]),
    /// An object with no properties but these.
    Only(&'static [&'static str]),
    /// This boolean.
    Is(bool),
}

/// The entry of a text in a list that is in the order of the texts.
pub fn find<T>(sorted: &'static [(&'static str, T)], text: &str) -> Option<&'static T> {
    let found = sorted.binary_search_by(|(other, _)| (**other).cmp(text));
    let (_, found) = sorted.get(found.ok()?)?;
    Some(found)
}

impl<'de> DeserializeSeed<'de> for &'static Discriminator {
    type Value = Option<usize>;

    /// Reads no more of a value than it has to.
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let (names, cases) = match self {
            Discriminator::Property(name, variants) => {
                let name = std::slice::from_ref(name);
                return deserializer.deserialize_enum(PROPERTY, name, ByProperty(variants));
            }
            Discriminator::Cases(names, cases) => (*names, *cases),
        };
        let has_items = |(_, all): &Case| matches!(all, [Predicate::Items(_)]);
        let is_only = |predicate: &Predicate| matches!(predicate, Predicate::Only(_));
        let has_only = |(_, all): &Case| all.iter().any(is_only);
        let seen = deserializer.deserialize_any(SeenVisitor {
            names,
            with_items: cases.iter().any(has_items),
            with_others: cases.iter().any(has_only),
        })?;
        let is_alone = |predicate: &&Predicate| matches!(predicate, Predicate::Alone(_));
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

/// The name by which a discriminator asks a [`Reader`](super::reader::Reader) for a string property.
pub(super) const PROPERTY: &str = "$rejoinder::property";

/// Looks up the variant of a string.
struct ByProperty(&'static [(&'static str, usize)]);

impl Visitor<'_> for ByProperty {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Option<usize>, E> {
        Ok(find(self.0, text).copied())
    }

    fn visit_unit<E: Error>(self) -> Result<Option<usize>, E> {
        Ok(None)
    }
}

/// A value, as far as predicates ask for it.
enum Seen<'de> {
    Null,
    Boolean(bool),
    /// An integer of 64 bits, and its value if it is one of `i64`.
    Integer(Option<i64>),
    WideInteger,
    Number,
    String(Cow<'de, str>),
    /// The predicates of a single JSON type that an item matches, a bit for each.
    Array(u8),
    /// The properties that a case asks for, and `true` if there are others.
    Object(Vec<(&'static str, Seen<'de>)>, bool),
}

impl Seen<'_> {
    /// The bit of the JSON type in an array.
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
            (Predicate::Listed(all), Self::Integer(Some(value))) => all.contains(value),
            (Predicate::Text(all), Self::String(text)) => all.contains(&text.as_ref()),
            (Predicate::DateTime, Self::String(text)) => {
                is_date_time(text.as_bytes())
                    || tolerance::TIMES_WITHOUT_OFFSET && in_utc(text).is_some()
            }
            (Predicate::Date, Self::String(text)) => is_date(text.as_bytes()),
            (Predicate::Items(all), Self::Array(bits)) => {
                let allowed = all.iter().fold(0, |bits, it| bits | it.bits());
                bits & !allowed == 0
            }
            (Predicate::Is(expected), Self::Boolean(value)) => expected == value,
            (Predicate::Has(name) | Predicate::Alone(name), Self::Object(all, _)) => {
                property(all, name).is_some()
            }
            (Predicate::Lacks(name), Self::Object(all, _)) => property(all, name).is_none(),
            (Predicate::Property(name, predicate), Self::Object(all, _)) => {
                property(all, name).is_some_and(|value| value.matches(predicate))
            }
            (Predicate::PropertyType(name, types), Self::Object(all, _)) => {
                let value = property(all, name).unwrap_or(&Seen::Null);
                types.iter().any(|it| value.matches(it))
            }
            (Predicate::Only(names), Self::Object(all, has_others)) => {
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
    /// The bits of the items that match.
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

/// Reads a value whose properties are looked at.
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

        fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Seen<'de>, E> {
            Ok(Seen::String(Cow::Borrowed(text)))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Seen<'de>, E> {
            Ok(Seen::String(Cow::Owned(text.to_owned())))
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
            let Some(StringText(key)) = map.next_key()? else {
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

/// Reads an item or a property. Nothing is asked of what is in it.
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
