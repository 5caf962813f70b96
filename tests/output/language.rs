//! The language of Rust files: summary lines are noun phrases or verbs, and no comment or
//! identifier uses a term that the project replaced by a standard term.

use std::path::{Path, PathBuf};

use rejoinder::Generator;

use super::{architecture::sources, cargo::ROOT};

/// First words of a clause. A summary line names an item or says what a function does.
const CLAUSES: [&str; 9] = [
    "How", "That", "What", "Whether", "Where", "Which", "Who", "Whose", "Why",
];

/// Words that are neither in comments nor in identifiers of any case convention.
const WORDS: [&str; 17] = [
    "heal", "house", "houses", "mend", "mended", "mending", "mends", "remedies", "remedy",
    "replied", "replies", "reply", "rooms", "said", "telling", "tells", "told",
];

/// Identifiers that were renamed.
const IDENTIFIERS: [&str; 36] = [
    "Alone",
    "Arrived",
    "Asked",
    "Claims",
    "DecodeFailure",
    "DirectionFilter",
    "Families",
    "Gathered",
    "Incoming",
    "OneWay",
    "Opened",
    "OtherContent",
    "Placed",
    "Portion",
    "Rejected",
    "Says",
    "SetAside",
    "Taken",
    "UnknownInteger",
    "UnknownValue",
    "Upload",
    "UploadError",
    "UploadStream",
    "View",
    "Want",
    "Wanted",
    "Writing",
    "can_be_fresh",
    "credential_from",
    "most_telling",
    "partly_left_out",
    "said_in",
    "tell",
    "until_then",
    "usual_of",
    "with_room",
];

/// Files, terms that they may use, and the reason.
const ALLOWED: [(&str, &str, &str); 6] = [
    (
        "tests/cases/secrets.rs",
        "Upload",
        "an operation of a test document",
    ),
    (
        "tests/client/bodies.rs",
        "Upload",
        "a model of a test document",
    ),
    (
        "tests/wire/forms.rs",
        "Upload",
        "a model of a test document",
    ),
    (
        "tests/fixtures/reference_siblings/src/lib.rs",
        "house",
        "a model of a test document",
    ),
    (
        "tests/fixtures/reference_siblings/src/reference_siblings.rs",
        "house",
        "a model of a test document",
    ),
    (
        "tests/wire/documented.rs",
        "no_replies",
        "an operation of a test document",
    ),
];

/// A line of a Rust file without its strings.
#[derive(Default)]
struct Line {
    code: String,
    comment: String,
}

impl Line {
    /// Returns the text of a documentation comment, if the line is nothing else.
    fn documentation(&self) -> Option<&str> {
        let is_alone = self.code.trim().is_empty();
        let text = ["///", "//!"]
            .iter()
            .find_map(|start| self.comment.strip_prefix(start));
        text.filter(|text| is_alone && !text.starts_with('/'))
            .map(str::trim)
    }
}

/// Splits a Rust file into lines of code and comments, and drops the content of literals.
fn lines(source: &str) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let is_comment = rest.starts_with("//") || rest.starts_with("/*");
        let length = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => string(rest),
            'r' if starts_token(&lines) => raw_string(rest).unwrap_or(1),
            '\'' => character(rest).unwrap_or(1),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        let is_literal = length > 1 && !is_comment && first.is_ascii();
        for (index, part) in token.split('\n').enumerate() {
            if index > 0 {
                lines.push(Line::default());
            }
            let line = lines.last_mut().unwrap();
            match (is_comment, is_literal) {
                (true, _) => line.comment.push_str(part),
                (false, true) => line.code.push('_'),
                (false, false) => line.code.push_str(part),
            }
        }
    }
    lines
}

/// Returns `true` if the next character begins a token. The `r` in `for"` doesn't begin a token.
fn starts_token(lines: &[Line]) -> bool {
    let code = lines.last().map_or("", |line| &line.code);
    let code = code.strip_suffix(['b', 'c']).unwrap_or(code);
    !code.ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Returns the length of a string literal.
fn string(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return index + 1,
            '\\' => _ = characters.next(),
            _ => (),
        }
    }
    rest.len()
}

/// Returns the length of a raw string literal.
fn raw_string(rest: &str) -> Option<usize> {
    let quoted = rest.strip_prefix('r')?;
    let content = quoted.trim_start_matches('#');
    let hashes = quoted.get(..quoted.len() - content.len())?;
    let content = content.strip_prefix('"')?;
    let end = format!("\"{hashes}");
    Some(rest.len() - content.len() + content.find(&end)? + end.len())
}

/// Returns the length of a character literal; `None` for a lifetime.
fn character(rest: &str) -> Option<usize> {
    let content = rest.strip_prefix('\'')?;
    let first = content.chars().next()?;
    let end = match first {
        '\\' => 1 + content.get(2..)?.find('\'')? + 1,
        _ => first.len_utf8(),
    };
    content.get(end..)?.starts_with('\'').then_some(end + 2)
}

/// Returns the words of an identifier: `raw` and `body` of `RawBody` and `raw_body`.
fn parts(identifier: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for character in identifier.chars() {
        if (character.is_uppercase() || character == '_') && parts.last() != Some(&String::new()) {
            parts.push(String::new());
        }
        if character != '_' {
            parts.last_mut().unwrap().extend(character.to_lowercase());
        }
    }
    parts
}

/// Returns the identifiers and keywords of a line of code.
fn identifiers(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|identifier| !identifier.is_empty())
}

/// Returns the term of a line of code that isn't used any more.
fn removed_in_code(code: &str) -> Option<&str> {
    identifiers(code).find(|identifier| {
        let is_removed = |part: &String| WORDS.contains(&part.as_str());
        IDENTIFIERS.contains(identifier) || parts(identifier).iter().any(is_removed)
    })
}

/// Returns the term of a comment that isn't used any more: a word, or code between backticks.
fn removed_in_comment(comment: &str, is_generated: bool) -> Option<&str> {
    comment
        .split('`')
        .enumerate()
        .find_map(|(index, part)| match index % 2 {
            0 => identifiers(part).find(|word| WORDS.contains(&word.to_lowercase().as_str())),
            _ => removed_in_code(part).filter(|_| !is_generated),
        })
}

/// The hand-written and the generated Rust files.
struct Files {
    written: Vec<(PathBuf, String)>,
    generated: Vec<(PathBuf, String)>,
    /// The documents of the tests on a single line. Generated files quote their descriptions.
    documents: String,
}

/// Returns the generated files of each document of a folder, without the runtime.
fn generated(folder: &Path) -> Vec<(PathBuf, String)> {
    let documents = sources(folder, ".yaml").into_iter();
    let documents = documents.filter(|(path, _)| path.parent() == Some(folder));
    let files = documents.flat_map(|(path, _)| {
        let generation = Generator::new(&path).name("client").generate();
        let output = generation.output.expect("a document that is generated");
        let files = output.files.into_iter();
        let files = files.filter(|(file, _)| !file.starts_with("src/runtime/"));
        files.map(move |(file, content)| (path.with_extension("").join(file), content))
    });
    files.collect()
}

impl Files {
    fn read() -> Self {
        let root = Path::new(ROOT);
        let all = |folders: &[&str], ending: &str| {
            let folders = folders.iter();
            folders
                .flat_map(|folder| sources(&root.join(folder), ending))
                .collect::<Vec<_>>()
        };
        let documents = [".yaml", ".json", ".toml"]
            .iter()
            .flat_map(|ending| all(&["spec", "tests/fixtures", "tests/settings"], ending));
        let documents: Vec<String> = documents
            .map(|(_, text)| text.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        Self {
            written: all(&["generated-client", "generator", "tests"], ".rs"),
            generated: generated(&root.join("tests/fixtures")),
            documents: documents.join("\n"),
        }
    }

    /// Returns `true` if a term is in a phrase of a document at the end of a comment or a cell.
    fn is_of_document(&self, comment: &str, term: &str) -> bool {
        let is_quoted = |part: &str| {
            let mut phrase = part.trim().trim_end_matches('.');
            loop {
                if phrase.contains(term) && self.documents.contains(phrase) {
                    return true;
                }
                match phrase.split_once(' ') {
                    Some((_, rest)) if rest.contains(' ') => phrase = rest,
                    last => {
                        let word = last.map_or(phrase, |(_, word)| word);
                        return self.documents.contains(&format!("title: {word}"));
                    }
                }
            }
        };
        comment.split(['|', ':', ',', '"']).any(is_quoted)
    }

    /// Returns the problems of a file. Identifiers of generated files come from their documents.
    fn problems(&self, path: &str, source: &str, is_generated: bool) -> Vec<String> {
        let is_allowed = |term: &str| {
            ALLOWED
                .iter()
                .any(|(file, allowed, _)| *file == path && *allowed == term)
        };
        let mut problems = Vec::new();
        let mut is_first = true;
        for (index, line) in lines(source).iter().enumerate() {
            let documentation = line.documentation();
            let text = documentation.unwrap_or(line.comment.trim());
            let is_quoted = |term: &str| is_generated && self.is_of_document(text, term);
            let first = documentation.and_then(|text| text.split(' ').next());
            let clause = first.filter(|first| is_first && CLAUSES.contains(first));
            let code = Some(&line.code).filter(|_| !is_generated);
            let code = code.and_then(|code| removed_in_code(code));
            let comment = removed_in_comment(text, is_generated);
            let at = format!("{path}:{}", index + 1);
            if let Some(clause) = clause.filter(|clause| !is_quoted(clause)) {
                problems.push(format!("{at}: summary begins with `{clause}`: {text}"));
            }
            if let Some(term) = comment.filter(|term| !is_quoted(term) && !is_allowed(term)) {
                problems.push(format!("{at}: removed term `{term}`: {text}"));
            }
            if let Some(term) = code.filter(|term| !is_allowed(term)) {
                let code = line.code.trim();
                problems.push(format!("{at}: removed term `{term}`: {code}"));
            }
            is_first = documentation.is_none();
        }
        problems
    }
}

#[test]
fn comments_and_names_use_standard_terms() {
    let files = Files::read();
    let mut problems = Vec::new();
    for (sources, is_generated) in [(&files.written, false), (&files.generated, true)] {
        for (path, source) in sources {
            let path = super::architecture::relative(path, Path::new(ROOT));
            problems.extend(files.problems(&path, source, is_generated));
        }
    }
    assert!(
        problems.is_empty(),
        "{} sentences or names:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

/// The content of literals isn't checked, and a lifetime isn't a literal.
#[test]
fn literals_are_dropped() {
    let source = "\
        /// What it is.\n\
        fn f<'a>(told: &'a str) { g(\"said\", r#\"\"told\"\"#, '\"', b'\\'', \"\\\"reply\") } // said\n\
        /* told\n reply */ let read_reply = RawReply;\n";
    let problems = Files {
        written: Vec::new(),
        generated: Vec::new(),
        documents: String::new(),
    }
    .problems("a.rs", source, false);
    let starts: Vec<&str> = problems
        .iter()
        .filter_map(|problem| Some(problem.rsplit_once(": ")?.0))
        .collect();
    assert_eq!(
        starts,
        [
            "a.rs:1: summary begins with `What`",
            "a.rs:2: removed term `said`",
            "a.rs:2: removed term `told`: fn f<'a>(told",
            "a.rs:3: removed term `told`",
            "a.rs:4: removed term `reply`",
            "a.rs:4: removed term `read_reply`",
        ]
    );
}
