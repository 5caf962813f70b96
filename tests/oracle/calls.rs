//! The calls that the implementations make to a format, because other formats use more calls than
//! JSON. Struct names, numbers of fields, the order of calls, and `Option`s are the same as in
//! derived implementations.

use std::{cell::RefCell, fmt::Display};

use proptest::strategy::Strategy as _;
use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Visitor, value::Error},
    forward_to_deserialize_any,
    ser::{Impossible, SerializeMap, SerializeSeq, SerializeStruct},
};

use crate::{
    agreement::test_all,
    generators::{Distance, nodes},
    schemas::Schema,
};

/// Checks that both implementations make the same calls for writing, and the same first call for
/// reading.
pub(crate) fn check<E, T>(schema: &Schema)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    assert_eq!(first_call::<E>(), first_call::<T>());
    let json = nodes(schema, Distance::Documented).prop_map(|node| node.to_json(&[]));
    test_all(128, &json, |json| {
        let Ok(emitted) = serde_json::from_str::<E>(&json) else {
            return;
        };
        let derived: T = serde_json::from_str(&json).unwrap();
        assert_eq!(calls(&emitted), calls(&derived), "{json}");
    });
}

/// Returns the calls for writing a value.
fn calls<T: Serialize>(value: &T) -> Vec<String> {
    let calls = RefCell::default();
    value.serialize(Recorder(&calls)).unwrap();
    calls.into_inner()
}

/// A serializer that records calls, and checks the number of parts.
#[derive(Clone, Copy)]
struct Recorder<'a>(&'a RefCell<Vec<String>>);

impl Recorder<'_> {
    fn record_call(self, call: impl Display) {
        self.0.borrow_mut().push(call.to_string());
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty),*) => { $(
        fn $method(self, value: $ty) -> Result<(), Error> {
            self.record_call(format_args!("{} {value:?}", stringify!($method)));
            Ok(())
        }
    )* };
}

impl<'a> Serializer for Recorder<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = Parts<'a>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    scalars! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u32: u32,
        serialize_u64: u64, serialize_f32: f32, serialize_f64: f64, serialize_char: char,
        serialize_str: &str, serialize_bytes: &[u8], serialize_unit_struct: &'static str
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.record_call("none");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.record_call("some");
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.record_call("unit");
        Ok(())
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.record_call(format_args!("unit variant {name} {index} {variant}"));
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.record_call(format_args!("newtype {name}"));
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.record_call(format_args!("newtype variant {name} {index} {variant}"));
        value.serialize(self)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<Parts<'a>, Error> {
        self.record_call(format_args!("seq {length:?}"));
        Ok(Parts {
            recorder: self,
            announced: length,
            came: 0,
        })
    }

    fn serialize_map(self, length: Option<usize>) -> Result<Parts<'a>, Error> {
        self.record_call(format_args!("map {length:?}"));
        Ok(Parts {
            recorder: self,
            announced: length,
            came: 0,
        })
    }

    fn serialize_struct(self, name: &'static str, length: usize) -> Result<Parts<'a>, Error> {
        self.record_call(format_args!("struct {name} {length}"));
        Ok(Parts {
            recorder: self,
            announced: Some(length),
            came: 0,
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        panic!("unexpected tuple");
    }

    fn serialize_tuple_struct(
        self,
        name: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        panic!("unexpected tuple {name}");
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        panic!("unexpected tuple {name}");
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        panic!("unexpected struct variant of {name}");
    }
}

/// The parts of an array, a map or a struct.
struct Parts<'a> {
    recorder: Recorder<'a>,
    announced: Option<usize>,
    came: usize,
}

impl Parts<'_> {
    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.came += 1;
        value.serialize(self.recorder)
    }

    fn finish(self) -> Result<(), Error> {
        self.recorder.record_call("end");
        assert!(
            self.announced.is_none_or(|length| length == self.came),
            "{:?}",
            self.recorder.0
        );
        Ok(())
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.part(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        key.serialize(self.recorder)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.part(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.recorder.record_call(format_args!("field {name}"));
        self.part(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish()
    }
}

/// Returns the first call for reading a value.
fn first_call<T: DeserializeOwned>() -> String {
    match T::deserialize(FirstCall) {
        Ok(_) => panic!("expected an error"),
        Err(error) => error.to_string(),
    }
}

struct FirstCall;

fn record<T>(what: impl Display) -> Result<T, Error> {
    Err(serde::de::Error::custom(what))
}

impl<'de> Deserializer<'de> for FirstCall {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        record("any")
    }

    fn deserialize_str<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        record("string")
    }

    fn deserialize_string<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        record("string")
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        record(format_args!("struct {name} {fields:?}"))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        record("seq")
    }

    fn deserialize_map<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        record("map")
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf option unit
        unit_struct newtype_struct tuple tuple_struct enum identifier ignored_any
    }
}
