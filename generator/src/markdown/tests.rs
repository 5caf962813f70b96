//! Tests of the output for untrusted Markdown.

use super::{block, cell, events, line};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

/// Input, block and cell.
type Case = (&'static str, &'static str, &'static str);

/// rustdoc compiles no code block.
const CODE: &[Case] = &[
    (
        "```rust\nfn main() {}\n```\nafter",
        "```text\nfn main() {}\n```\n\nafter",
        "`fn main() {}`<br><br>after",
    ),
    (
        "~~~should_panic\npanic!()",
        "```text\npanic!()\n```",
        "`panic!()`",
    ),
    (
        "    let x = 1;\n\n\tlet y;",
        "```text\nlet x = 1;\n\nlet y;\n```",
        "`let x = 1;`<br><br>`let y;`",
    ),
    (
        "````\n```\nx\n````",
        "````text\n```\nx\n````",
        "` ``` `<br>`x`",
    ),
    (
        "> ```\n> a\tb\n> ```\n> text",
        "> ```text\n> a    b\n> ```\n>\n> text",
        "> `a    b`<br>text",
    ),
    (
        "- one\n\n      code\n- two\n  ```\n  let a;\n  ```",
        "- one\n\n  ```text\n  code\n  ```\n\n- two\n\n  ```text\n  let a;\n  ```",
        "• one<br>`code`<br>• two<br>`let a;`",
    ),
    (
        "1. a\n   ~~~\n   x\n   ~~~\n10) b",
        "1. a\n   ```text\n   x\n   ```\n\n10) b",
        "1. a<br>`x`<br><br>10. b",
    ),
    ("```\n\n```", "", ""),
    (
        "`a|b` ``c`d`` `\\`",
        "`a|b` ``c`d`` `\\`",
        "`a\\|b` ``c`d`` `\\`",
    ),
];

/// A link refers to another site, or becomes text.
const LINKS: &[Case] = &[
    (
        "See https://a.b/c_d, (HTTP://x.org/y). http://localhost:8080",
        "See <https://a.b/c_d>, (<HTTP://x.org/y>). <http://localhost:8080>",
        "See <https://a.b/c_d>, (<HTTP://x.org/y>). <http://localhost:8080>",
    ),
    (
        "`https://a.b` [https://a.b](https://a.b/) <https://a.b>",
        "`https://a.b` [https://a.b](https://a.b/) <https://a.b>",
        "`https://a.b` [https://a.b](https://a.b/) <https://a.b>",
    ),
    (
        "https://{host}/x https://a.<r>.com/ https://...",
        "`https://{host}/x` `https://a.<r>.com/` https://...",
        "`https://{host}/x` `https://a.<r>.com/` https://...",
    ),
    (
        "https://a.b/?q=x|y \"https://a.b\"",
        "<https://a.b/?q=x>|y \"<https://a.b>\"",
        "<https://a.b/?q=x>\\|y \"<https://a.b>\"",
    ),
    (
        "[foo] [foo][bar] [foo][] a[0]",
        "\\[foo\\] \\[foo\\]\\[bar\\] \\[foo\\]\\[\\] a\\[0\\]",
        "\\[foo\\] \\[foo\\]\\[bar\\] \\[foo\\]\\[\\] a\\[0\\]",
    ),
    (
        "[x](foo) [y](Foo::bar) [z](struct@Foo) [m](mod#a)",
        "x (foo) y (Foo::bar) z (struct@Foo) m (mod#a)",
        "x (foo) y (Foo::bar) z (struct@Foo) m (mod#a)",
    ),
    (
        "[x](javascript:alert(1)//) [foo](foo) [](foo)",
        "x (javascript:alert(1)//) foo foo",
        "x (javascript:alert(1)//) foo foo",
    ),
    (
        "[a](#b) [c](d/e_(f).md) [g](h.html \"T\")",
        "[a](#b) [c](d/e_\\(f\\).md) [g](h.html \"T\")",
        "[a](#b) [c](d/e_\\(f\\).md) [g](h.html \"T\")",
    ),
    (
        "[a][R] [r]\n\n[r]: https://a.b/c \"T\"",
        "[a](https://a.b/c \"T\") [r](https://a.b/c \"T\")",
        "[a](https://a.b/c \"T\") [r](https://a.b/c \"T\")",
    ),
    (
        "Hi!\\![a](/b) ![alt](/c.png) [![d](e.png)](/f)",
        "Hi!\\![a](/b) [alt](/c.png) [d](/f)",
        "Hi!\\![a](/b) [alt](/c.png) [d](/f)",
    ),
    (
        "<a@b.c> <std::io>",
        "<a@b.c> \\<std::io>",
        "<a@b.c> \\<std::io>",
    ),
    (
        "note[^1]\n\n[^1]: the note\n\nend",
        "note\\[1\\]\n\n\\[1\\]: the note\n\nend",
        "note\\[1\\]<br><br>\\[1\\]: the note<br><br>end",
    ),
];

/// HTML becomes text, except for `<br>`.
const HTML: &[Case] = &[
    (
        "Vec<T> <script>x</script> <!-- c --> 1 < 2 <= 3",
        "Vec\\<T> \\<script>x\\</script> \\<!-- c --> 1 < 2 <= 3",
        "Vec\\<T> \\<script>x\\</script> \\<!-- c --> 1 < 2 <= 3",
    ),
    (
        "<div>\n**b** &amp; `<i>`\n</div>",
        "\\<div>\n**b** & `<i>`\n\\</div>",
        "\\<div> **b** & `<i>` \\</div>",
    ),
    (
        "<!-- unclosed\n\n    code",
        "\\<!-- unclosed\n\n```text\ncode\n```",
        "\\<!-- unclosed<br><br>`code`",
    ),
    (
        "<pre>\n\n```rust\nx\n```\n</pre>",
        "\\<pre>\n\n```text\nx\n```\n\n\\</pre>",
        "\\<pre><br><br>`x`<br><br>\\</pre>",
    ),
    (
        "a<br>b<br/>c<BR />\nd",
        "a\\\nb\\\nc\\\nd",
        "a<br>b<br>c<br>d",
    ),
    ("<br>\na **b<br>** c", "a **b**\\\nc", "a **b**<br>c"),
    (
        "&lt;b&gt; &amp;lt; &copy; a&#x202e;b&#10;c",
        "\\<b> \\&lt; © ab\nc",
        "\\<b> \\&lt; © ab c",
    ),
];

/// Delimiters and blocks keep their meaning.
const MARKUP: &[Case] = &[
    ("", "", ""),
    (
        "**a** *b* _c_ __d__ ~~e~~ ***f***",
        "**a** *b* _c_ __d__ ~~e~~ ***f***",
        "**a** *b* _c_ __d__ ~~e~~ ***f***",
    ),
    (
        "snake_case _x 2 * 3 \\*y ~z lone ` C:\\dir",
        "snake_case \\_x 2 * 3 \\*y \\~z lone \\` C:\\dir",
        "snake_case \\_x 2 * 3 \\*y \\~z lone \\` C:\\dir",
    ),
    (
        "\n\na  \nb\\\nc \n\n\n\nd\n\n",
        "a\\\nb\\\nc\n\nd",
        "a<br>b<br>c<br><br>d",
    ),
    ("a\r\nb\rc", "a\nb\nc", "a b c"),
    (
        "a\u{202E}b\u{200B}c\u{FEFF}d\u{7}e\u{2066}f",
        "abcdef",
        "abcdef",
    ),
    ("a\tb | c", "a b | c", "a b \\| c"),
    (
        "\\# a\n\\- b\n1\\. c\n\\> d\n\\===",
        "\\# a\n\\- b\n1\\. c\n\\> d\n\\===",
        "# a - b 1. c > d ===",
    ),
    ("a | b\n\\--|--", "a | b\n\\--|--", "a \\| b --\\|--"),
    (
        "# A #\n## B\nC\n===\nD\n---\n#\n# \\#",
        "### A\n\n#### B\n\n### C\n\n#### D\n\n### \\#",
        "**A**<br><br>**B**<br><br>**C**<br><br>**D**<br><br>**#**",
    ),
    (
        "## A **b**\n###### C",
        "### A **b**\n\n###### C",
        "**A b**<br><br>**C**",
    ),
    (
        "x:\n* a\n* b\n  1. c\n  2. d\n     e",
        "x:\n\n- a\n- b\n  1. c\n  2. d\n     e",
        "x:<br><br>• a<br>• b<br>1. c<br>2. d e",
    ),
    (
        "- a\n\n+ b\n  - c\n    - d",
        "- a\n\n+ b\n  - c\n    - d",
        "• a<br><br>• b<br>◦ c<br>▪ d",
    ),
    // Without a space after the box of an empty task, rustdoc mistakes the box for a link.
    (
        "- [ ] a\n- [x] b\n  c\n- [x] ",
        "- ☐ a\n- ☑ b\n  c\n- ☑",
        "• ☐ a<br>• ☑ b c<br>• ☑",
    ),
    (
        "> a\nb\n\n> c\n> - d",
        "> a\n> b\n\n> c\n>\n> - d",
        "> a b<br><br>> c<br>• d",
    ),
    ("a\n\n---\n\nb", "a\n\n***\n\nb", "a<br><br>b"),
    (
        "|a|b|\n|-|:-:|\n|`x\\|y`|c<br>\\| d|",
        "| a | b |\n| --- | :-: |\n| `x\\|y` | c<br>\\| d |",
        "**a** \\| **b**<br>`x\\|y` \\| c<br>\\| d",
    ),
];

fn cases() -> impl Iterator<Item = &'static Case> {
    [CODE, LINKS, HTML, MARKUP].into_iter().flatten()
}

#[test]
fn writes_blocks() {
    for (input, expected, _) in cases() {
        assert_eq!(block(input), *expected, "{input:?}");
    }
}

#[test]
fn writes_cells() {
    for (input, _, expected) in cases() {
        assert_eq!(cell(input), *expected, "{input:?}");
    }
}

#[test]
fn writes_the_same_again() {
    for (input, ..) in cases() {
        for written in [block(input), block(&cell(input)), block(&line(input))] {
            assert_eq!(block(&written), written, "{input:?}");
        }
    }
}

#[test]
fn writes_lines() {
    let cases = [
        ("", ""),
        ("One\ntwo<br>three\n\nfour", "One two three"),
        ("# Title\n\n1\\. a | b", "1\\. a | b"),
        ("# Title\n***", "Title"),
        ("> - *a*\n>   b", "*a* b"),
        ("\n    \n    fn a();\n    b", "`fn a();`"),
        ("|a|b|\n|-|-|", "a | b"),
        ("***", ""),
    ];
    for (input, expected) in cases {
        assert_eq!(line(input), expected, "{input:?}");
    }
}

/// Nesting that would overflow the stack of a recursive parser.
#[test]
fn shows_what_is_too_deep_as_it_is() {
    let deep = ">".repeat(100_000) + " a";
    assert_eq!(block(&deep), format!("```text\n{deep}\n```"));
    assert_eq!(cell(&deep), format!("`{deep}`"));
}

/// Every sequence of three pieces that have a meaning in Markdown.
#[test]
fn holds_nothing_dangerous() {
    const PIECES: [&str; 29] = [
        "a",
        " ",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "1. ",
        "> ",
        "# ",
        "---\n",
        "```rust\n",
        "~~~\n",
        "`",
        "*",
        "_",
        "~~",
        "[a]",
        "](b)",
        "![",
        "<T>",
        "<div>",
        "<br>",
        "<!--",
        "&lt;",
        "|",
        "\\",
        "https://a.b",
        "|a|b|\n|-|-|\n",
        "[^1]: ",
    ];
    for one in PIECES {
        for two in PIECES {
            for three in PIECES {
                let input = [one, two, three, "a"].concat();
                let written = block(&input);
                assert_eq!(danger(&written), None, "{input:?} → {written:?}");
                assert_eq!(block(&written), written, "{input:?}");
                let table = format!("|a|b|\n|-|-|\n| {} | last |\n", cell(&input));
                assert_eq!(danger(&table), None, "{input:?} → {table:?}");
                let cells =
                    events(&table).filter(|(event, _)| *event == Event::Start(Tag::TableCell));
                assert_eq!(cells.count(), 4, "{input:?} → {table:?}");
                assert!(table.ends_with("| last |\n"), "{input:?} → {table:?}");
            }
        }
    }
}

/// Returns the Markdown that rustdoc would run, resolve or warn about.
fn danger(markdown: &str) -> Option<String> {
    let mut within = 0;
    let mut is_harmless = |event: &Event<'_>| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            within += 1;
            &**info == "text"
        }
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            ..
        }) => {
            within += 1;
            matches!(link_type, LinkType::Autolink) || dest_url.contains('/')
        }
        Event::End(TagEnd::Link | TagEnd::CodeBlock) => {
            within -= 1;
            true
        }
        Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::HtmlBlock) => false,
        Event::Start(Tag::Heading { level, .. }) => *level as usize > 2,
        Event::InlineHtml(html) => &**html == "<br>",
        Event::Text(text) => within > 0 || !text.contains("https://a.b"),
        Event::Html(_) | Event::FootnoteReference(_) => false,
        _ => true,
    };
    let mut events = events(markdown).map(|(event, _)| event);
    let found = events.find(|event| !is_harmless(event));
    found.map(|event| format!("{event:?}"))
}
