//! Proper names in mixed case (`OAuth2`, `GitHub`), and acronyms in the plural (`userIDs`).

use std::borrow::Cow;

/// Words, and their forms in `UpperCamelCase`. Sorted case-insensitively.
const WORDS: [(&str, &str); 79] = [
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
    ("GitHub", "GitHub"),
    ("GitLab", "GitLab"),
    ("GitOps", "GitOps"),
    ("GraphQL", "GraphQl"),
    ("gRPC", "Grpc"),
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
    ("IPv6", "Ipv6"),
    ("iTunes", "ITunes"),
    ("JavaScript", "JavaScript"),
    ("JetBrains", "JetBrains"),
    ("kWh", "Kwh"),
    ("LaTeX", "LaTeX"),
    ("LinkedIn", "LinkedIn"),
    ("LoRaWAN", "LoRaWan"),
    ("macOS", "MacOs"),
    ("MailChimp", "MailChimp"),
    ("MariaDB", "MariaDb"),
    ("MongoDB", "MongoDb"),
    ("mTLS", "Mtls"),
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
    ("TikTok", "TikTok"),
    ("tvOS", "TvOs"),
    ("TypeScript", "TypeScript"),
    ("UUIDv", "UuidV"),
    ("VoIP", "Voip"),
    ("watchOS", "WatchOs"),
    ("WebSocket", "WebSocket"),
    ("WhatsApp", "WhatsApp"),
    ("WiFi", "Wifi"),
    ("WordPress", "WordPress"),
    ("YouTube", "YouTube"),
];

/// Acronyms that are split from a preceding number (`MP3URL`). Their plurals are also split from a
/// preceding acronym (`VPCIDs`).
const PLURALS: [&str; 6] = ["API", "ARN", "ID", "IP", "URI", "URL"];

/// The letters before `ID` in acronyms that are one word: `GUID`, `UUID`.
const IDENTIFIERS: [&str; 2] = ["GU", "UU"];

/// Converts every known word and every acronym in the plural to a single word in lower case.
pub(super) fn joined(string: &str) -> Cow<'_, str> {
    if !string.contains(|c: char| c.is_ascii_uppercase()) {
        return Cow::Borrowed(string);
    }
    let mut joined: Option<String> = None;
    let mut copied = 0;
    let mut last = ' ';
    for (index, c) in string.char_indices() {
        let before = std::mem::replace(&mut last, c);
        if index < copied || !c.is_ascii_alphabetic() {
            continue;
        }
        let rest = string.get(index..).unwrap_or_default();
        let found = known(rest, before).or_else(|| plural(rest, before));
        let Some((length, word)) = found.or_else(|| acronym(rest, before)) else {
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

/// Returns the acronym at the start of a string after a number: `URL` in `MP3URL`.
fn acronym(rest: &str, before: char) -> Option<(usize, String)> {
    let ends = |word: &&&str| {
        let after = rest.strip_prefix(**word);
        after.is_some_and(|after| !after.starts_with(char::is_lowercase))
    };
    let word = PLURALS.iter().find(ends)?;
    let is_after_number = before.is_ascii_digit();
    is_after_number.then(|| (word.len(), word.to_ascii_lowercase()))
}

/// Converts a word in lower case to `UpperCamelCase`.
pub(super) fn capitalized(word: &str) -> String {
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
pub(super) fn known_length(name: &str) -> Option<usize> {
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
