//! Tests of the verification of archives.

use super::all;

#[test]
fn an_archive_with_another_checksum_is_rejected() {
    for mut package in all().unwrap() {
        let error = package.check(b"another archive").unwrap_err().to_string();
        let found = error
            .split(' ')
            .rfind(|word| word.starts_with("sha512-"))
            .unwrap();
        assert!(error.contains(&package.integrity), "{error}");
        package.integrity = found.to_owned();
        package.check(b"another archive").unwrap();
    }
}
