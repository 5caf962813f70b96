//! Proper names and units in mixed case (`OAuth2`, `GitHub`, `GiB`), and acronyms in the plural
//! (`userIDs`) or beside a number (`point2D`).

use std::borrow::Cow;

/// Words, and their forms in `UpperCamelCase`. Sorted case-insensitively.
const WORDS: [(&str, &str); 95] = [
    ("ActiveMQ", "ActiveMq"),
    ("ChromeOS", "ChromeOs"),
    ("ClickHouse", "ClickHouse"),
    ("CloudFormation", "CloudFormation"),
    ("CloudFront", "CloudFront"),
    ("CosmosDB", "CosmosDb"),
    ("DDoS", "Ddos"),
    ("DevOps", "DevOps"),
    ("DigitalOcean", "DigitalOcean"),
    ("DocuSign", "DocuSign"),
    ("DynamoDB", "DynamoDb"),
    ("eBay", "Ebay"),
    ("eSIM", "Esim"),
    ("GBps", "Gbps"),
    ("GHz", "Ghz"),
    ("GiB", "Gib"),
    ("GitHub", "GitHub"),
    ("GitLab", "GitLab"),
    ("GitOps", "GitOps"),
    ("GraphQL", "GraphQl"),
    ("gRPC", "Grpc"),
    ("GWh", "Gwh"),
    ("hCaptcha", "HCaptcha"),
    ("HubSpot", "HubSpot"),
    ("IaaS", "Iaas"),
    ("iCloud", "ICloud"),
    ("InfluxDB", "InfluxDb"),
    ("iOS", "Ios"),
    ("IoT", "Iot"),
    ("iPad", "IPad"),
    ("iPadOS", "IPadOs"),
    ("iPhone", "IPhone"),
    ("IPv4", "Ipv4"),
    ("IPv4s", "Ipv4s"),
    ("IPv6", "Ipv6"),
    ("IPv6s", "Ipv6s"),
    ("iTunes", "ITunes"),
    ("JavaScript", "JavaScript"),
    ("JetBrains", "JetBrains"),
    ("KBps", "Kbps"),
    ("kHz", "Khz"),
    ("KiB", "Kib"),
    ("kWh", "Kwh"),
    ("LaTeX", "LaTeX"),
    ("LinkedIn", "LinkedIn"),
    ("LoRaWAN", "LoRaWan"),
    ("macOS", "MacOs"),
    ("MailChimp", "MailChimp"),
    ("MariaDB", "MariaDb"),
    ("MBps", "Mbps"),
    ("MHz", "Mhz"),
    ("MiB", "Mib"),
    ("MongoDB", "MongoDb"),
    ("mTLS", "Mtls"),
    ("MWh", "Mwh"),
    ("MySQL", "MySql"),
    ("NoSQL", "NoSql"),
    ("NuGet", "NuGet"),
    ("OAuth", "OAuth"),
    ("OpenAI", "OpenAi"),
    ("OpenAPI", "OpenApi"),
    ("OpenID", "OpenId"),
    ("OpenSearch", "OpenSearch"),
    ("OpenSSH", "OpenSsh"),
    ("OpenSSL", "OpenSsl"),
    ("OpenStack", "OpenStack"),
    ("OpenVPN", "OpenVpn"),
    ("PaaS", "Paas"),
    ("PagerDuty", "PagerDuty"),
    ("PayPal", "PayPal"),
    ("PlayStation", "PlayStation"),
    ("PostgreSQL", "PostgreSql"),
    ("PowerShell", "PowerShell"),
    ("PyPI", "PyPi"),
    ("QoS", "Qos"),
    ("QuickBooks", "QuickBooks"),
    ("RabbitMQ", "RabbitMq"),
    ("reCAPTCHA", "ReCaptcha"),
    ("SaaS", "Saas"),
    ("SendGrid", "SendGrid"),
    ("SQLite", "Sqlite"),
    ("TiB", "Tib"),
    ("TikTok", "TikTok"),
    ("tvOS", "TvOs"),
    ("TypeScript", "TypeScript"),
    ("UUIDv", "UuidV"),
    ("vCPU", "Vcpu"),
    ("vCPUs", "Vcpus"),
    ("VoIP", "Voip"),
    ("watchOS", "WatchOs"),
    ("WebSocket", "WebSocket"),
    ("WhatsApp", "WhatsApp"),
    ("WiFi", "Wifi"),
    ("WordPress", "WordPress"),
    ("YouTube", "YouTube"),
];

/// Acronyms with a leading number, which are split from a preceding word (`point2D`).
const NUMBERED: [&str; 10] = [
    "2D", "2FA", "2XL", "3D", "3G", "3XL", "4G", "4K", "5G", "8K",
];

/// Acronyms that are split from any preceding number (`MP3URL`). Their plurals are also split from a
/// preceding acronym (`VPCIDs`).
const PLURALS: [&str; 6] = ["API", "ARN", "ID", "IP", "URI", "URL"];

/// The letters before `ID` in acronyms that are one word: `GUID`, `UUID`.
const IDENTIFIERS: [&str; 2] = ["GU", "UU"];

/// Converts every known word and every acronym in the plural to a single word in lower case.
pub(in crate::name) fn joined(string: &str) -> Cow<'_, str> {
    if !string.contains(|c: char| c.is_ascii_uppercase()) {
        return Cow::Borrowed(string);
    }
    let mut joined: Option<String> = None;
    let mut copied = 0;
    let mut last = ' ';
    for (index, c) in string.char_indices() {
        let before = std::mem::replace(&mut last, c);
        if index < copied || !c.is_ascii_alphanumeric() {
            continue;
        }
        let (start, rest) = string.split_at_checked(index).unwrap_or_default();
        let found = match c.is_ascii_digit() {
            true => numbered(rest, before),
            false => known(rest, before)
                .or_else(|| plural(rest, before))
                .or_else(|| versioned(rest, before))
                .or_else(|| acronym(rest, start)),
        };
        let Some((length, word)) = found else {
            continue;
        };
        let joined = joined.get_or_insert_default();
        joined.push_str(string.get(copied..index).unwrap_or_default());
        joined.push(' ');
        joined.push_str(&word);
        copied = index + length;
        let after = string.get(copied..).unwrap_or_default();
        if after.starts_with(|c: char| !c.is_ascii_digit()) {
            joined.push(' ');
        }
    }
    match joined {
        None => Cow::Borrowed(string),
        Some(joined) => Cow::Owned(joined + string.get(copied..).unwrap_or_default()),
    }
}

/// Returns the length of the known word at the start of a string, and the word in lower case.
fn known(rest: &str, before: char) -> Option<(usize, String)> {
    let is_first = !before.is_alphanumeric();
    let lower = |index: usize| {
        let c = rest.chars().nth(index);
        c.is_some_and(|c| c.is_ascii_lowercase())
    };
    // A word in lower case must follow a separator. A word must not be part of an acronym.
    if lower(0) && !is_first || before.is_ascii_uppercase() && !lower(1) {
        return None;
    }
    let starts = |word: &str| {
        let Some((start, after)) = rest.split_at_checked(word.len()) else {
            return false;
        };
        // The first letter may have any case: `gitHubId`, `MacOS`.
        start.eq_ignore_ascii_case(word)
            && start.get(1..) == word.get(1..)
            && !after.starts_with(char::is_lowercase)
    };
    let longest = WORDS
        .iter()
        .filter(|(word, camel)| starts(word) || starts(camel));
    let (word, _) = longest.max_by_key(|(word, _)| word.len())?;
    Some((word.len(), word.to_ascii_lowercase()))
}

/// Returns the acronym in the plural at the start of a string: `IDs`.
fn plural(rest: &str, before: char) -> Option<(usize, String)> {
    let length = rest.find(|c: char| !c.is_ascii_uppercase())?;
    let (letters, after) = rest.split_at_checked(length)?;
    let ends = after
        .strip_prefix('s')
        .is_some_and(|after| !after.starts_with(char::is_lowercase));
    if length < 2 || before.is_uppercase() || !ends {
        return None;
    }
    let apart = PLURALS
        .iter()
        .find_map(|acronym| letters.strip_suffix(acronym).zip(Some(acronym)));
    let word = match apart {
        Some((first, acronym)) if first.len() > 1 && !IDENTIFIERS.contains(&first) => {
            format!("{first} {acronym}s")
        }
        _ => format!("{letters}s"),
    };
    Some((length + 1, word.to_ascii_lowercase()))
}

/// Returns the acronym with a version at the start of a string: `API` and `v` of `APIv2`.
fn versioned(rest: &str, before: char) -> Option<(usize, String)> {
    let length = rest.find(|c: char| !c.is_ascii_uppercase())?;
    let (letters, after) = rest.split_at_checked(length)?;
    let version = after.strip_prefix('v')?;
    let is_version = version.starts_with(|c: char| c.is_ascii_digit());
    if length < 2 || before.is_uppercase() || !is_version {
        return None;
    }
    Some((length + 1, format!("{letters} v").to_ascii_lowercase()))
}

/// Returns the acronym at the start of a string after a number: `URL` in `MP3URL`, and any acronym
/// after a version, such as `DTO` in `UserV2DTO`.
fn acronym(rest: &str, start: &str) -> Option<(usize, String)> {
    let before = start.trim_end_matches(|c: char| c.is_ascii_digit());
    if before.len() == start.len() {
        return None;
    }
    let ends = |word: &&&str| {
        let after = rest.strip_prefix(**word);
        after.is_some_and(|after| !after.starts_with(char::is_lowercase))
    };
    let listed = PLURALS.iter().find(ends).map(|word| word.len());
    let any = || before.ends_with(['V', 'v']).then(|| capitals(rest));
    let length = listed.or_else(any).filter(|length| *length > 1)?;
    Some((length, rest.get(..length)?.to_ascii_lowercase()))
}

/// Returns the number of capitals at the start of a string, without the capital of a word.
fn capitals(string: &str) -> usize {
    let after = string.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let length = string.len() - after.len();
    length.saturating_sub(usize::from(after.starts_with(char::is_lowercase)))
}

/// Returns the acronym with a leading number at the start of a string: `2D` in `point2D`.
fn numbered(rest: &str, before: char) -> Option<(usize, String)> {
    let is_part = before.is_ascii_digit() || before.is_ascii_uppercase();
    // `GHz` of `5GHz` is the word.
    let is_unit = rest.get(1..).and_then(|unit| known(unit, '0')).is_some();
    let ends = |word: &&&str| {
        let after = rest.strip_prefix(**word);
        after.is_some_and(|after| {
            let is_word = capitals(after) == 0;
            is_word && !after.starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit())
        })
    };
    let word = NUMBERED.iter().find(ends)?;
    (!is_part && !is_unit).then(|| (word.len(), word.to_ascii_lowercase()))
}

/// Converts a word in lower case to `UpperCamelCase`.
pub(in crate::name) fn capitalized(word: &str) -> String {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (letters, number) = word.split_at_checked(digits).unwrap_or((word, ""));
    let found = WORDS.binary_search_by(|(_, camel)| {
        let camel = camel.bytes().map(|byte| byte.to_ascii_lowercase());
        camel.cmp(letters.bytes())
    });
    if let Some((_, camel)) = found.ok().and_then(|index| WORDS.get(index)) {
        return format!("{camel}{number}");
    }
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Returns the length of the known word at the start of a name in `UpperCamelCase`.
pub(in crate::name) fn known_length(name: &str) -> Option<usize> {
    let starts = |word: &&str| {
        let rest = name.strip_prefix(*word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_lowercase))
    };
    let words = WORDS.iter().map(|(_, camel)| *camel);
    words.filter(starts).map(str::len).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_has_single_words() {
        let words = WORDS.map(|(word, camel)| {
            assert!(word.eq_ignore_ascii_case(camel), "{word}");
            word.to_ascii_lowercase()
        });
        assert!(words.is_sorted(), "{words:?}");
    }

    #[test]
    fn known_words_and_plurals_are_one_word() {
        for (string, expected) in [
            ("Options", "Options"),
            ("ListIAMRoles", "ListIAMRoles"),
            ("DoSomething", "DoSomething"),
            ("Githubber", "Githubber"),
            ("gitHubId", " github Id"),
            ("OAuth2Client", " oauth2Client"),
            ("myOAuthApp", "my oauth App"),
            ("iOSVersion", " ios Version"),
            ("supportsiOS", "supportsiOS"),
            ("MacOS", " macos"),
            ("userIDs", "user ids"),
            ("VPCIDsList", " vpc ids List"),
            ("petUUIDs", "pet uuids"),
            ("PIDs", " pids"),
            ("OpenAPIs", "Open apis"),
            ("DNSsec", "DNSsec"),
            ("UUIDv4", " uuidv4"),
            ("MP3URL", "MP3 url"),
            ("MP3URLs", "MP3 urls"),
            ("S3Identity", "S3Identity"),
            ("UserV2DTO", "UserV2 dto"),
            ("V2XMLFiles", "V2 xml Files"),
            ("V2Files", "V2Files"),
            ("supportedIPv6s", "supported ipv6s"),
            ("CIDRv4", " cidr v4"),
            ("MyAPIv2Key", "My api v2Key"),
            ("sizeGiB", "size gib"),
            ("Gibson", "Gibson"),
            ("vCPUs", " vcpus"),
            ("numVCPUs", "num vcpus"),
            ("MBps", " mbps"),
            ("wifi5GHz", " wifi5 ghz"),
            ("point2D", "point 2d"),
            ("point2DArray", "point 2d Array"),
            ("size3XL", "size 3xl"),
            ("item2DTO", "item2DTO"),
            ("R2D2", "R2D2"),
        ] {
            assert_eq!(joined(string), expected);
        }
    }

    #[test]
    fn words_of_a_name_have_their_usual_case() {
        assert_eq!(capitalized("oauth2"), "OAuth2");
        assert_eq!(capitalized("github"), "GitHub");
        assert_eq!(capitalized("ipv4"), "Ipv4");
        assert_eq!(capitalized("uuidv4"), "UuidV4");
        assert_eq!(capitalized("gits"), "Gits");
    }
}
