//! Enums: unions of strings, nullable and open enums, narrowing.
