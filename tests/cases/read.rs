//! Documents that other tools read: references, numbers, merge keys, positions.
