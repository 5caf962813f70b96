//! Other types: presence, files, maps, numbers, media types.
