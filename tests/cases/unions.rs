//! Unions: discriminators, overlapping variants, conversions.
