use super::*;
use proptest::prelude::*;

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

fn item(depth: usize, text: &str) -> Block {
    Block::Item(depth, text.to_owned())
}

#[test]
fn a_rich_text_editors_page_becomes_blocks() {
    let source = "<p class=\"ql-align-justify\"><span style=\"color: rgb(51, 51, 51);\">Înscrierea&nbsp;şi \
                  atribuirea</span>:</p><ul><li>unui <b>părinte</b></li><li class=\"ql-indent-1\">sau\naltuia</li>\
                  </ul><p><br></p><p>a &lt; b<br>c</p>";
    let expected = [
        paragraph("Înscrierea și atribuirea:"),
        item(1, "unui părinte"),
        item(2, "sau altuia"),
        paragraph("a < b"),
        paragraph("c"),
    ];
    assert_eq!(blocks(source), expected);
    assert_eq!(plain(&expected), "Înscrierea și atribuirea:\n• unui părinte\n  • sau altuia\na < b\nc");
}

#[test]
fn nested_and_broken_lists_keep_their_depth() {
    let nested = "<ul><li>a<ul><li>b</li><li>c</li></ul>d</li><li>e</ul>f";
    let expected = [item(1, "a"), item(2, "b"), item(2, "c"), item(1, "d"), item(1, "e"), paragraph("f")];
    assert_eq!(blocks(nested), expected);
    assert_eq!(blocks("<li>a<li>b</ul></ul></li>c"), [item(1, "a"), item(1, "b"), paragraph("c")]);
}

#[test]
fn addresses_are_handed_back_and_scripts_go() {
    let html = read(
        "<p>vezi <a target=_blank href=\"https://a.md/?x=1&amp;lt=2\">aici</a> și <A HREF='b.md'>aici</A></p>\
         <script>alert('<p>x</p>')</SCRIPT ><style>p{}</style><!-- <p>nu</p> --><img src=c.png>sfârșit",
    );
    assert_eq!(html.blocks, [paragraph("vezi aici și aici"), paragraph("sfârșit")]);
    assert_eq!(html.addresses, ["https://a.md/?x=1&lt=2", "b.md", "c.png"]);
    assert!(html.removed);
}

#[test]
fn what_is_no_tag_is_text() {
    assert_eq!(blocks("venit < 1000 & > 5 &unknown; &#259;&#x103;"), [paragraph("venit < 1000 & > 5 &unknown; ăă")]);
    assert_eq!(blocks("de&nbspASP &copy2 &amp&#x1F;&#xD800;"), [paragraph("de ASP &copy2 & &#xD800;")]);
    assert_eq!(blocks("prima\n\na doua "), [paragraph("prima"), paragraph("a doua")]);
    assert_eq!(blocks("<p title=\"x>y\">a</p>"), [paragraph("a")]);
    assert_eq!(blocks("<p title=\"x>a</p>b"), [paragraph("a"), paragraph("b")]);
    assert_eq!(blocks("a <b"), [paragraph("a")]);
    assert_eq!(blocks("<!-- a"), [paragraph("a")]);
    assert!(blocks("<p>&nbsp;</p><p><br></p>").is_empty());
    assert!(!is_rich("a < b & c") && is_rich("a<br>") && is_rich("a&nbsp;b"));
}

#[test]
fn long_nonsense_takes_time_in_proportion() {
    for piece in ["<a", "<a \"", "<!--", "<script>", "&", "<ul>", "<li>a", "</", "<a href='"] {
        let start = std::time::Instant::now();
        let found = read(&piece.repeat(300_000));
        assert!(found.blocks.len() <= 300_000);
        assert!(start.elapsed().as_secs() < 20, "{piece} took {:?}", start.elapsed());
    }
}

proptest! {
    #[test]
    fn anything_is_read(source in "(<[a-z/!\"'= -]{0,6}>?|&#?[a-z0-9]{0,4};?|[ a\\n\u{A0}ș]){0,60}|\\PC*") {
        let html = read(&source);
        for block in &html.blocks {
            let (Block::Paragraph(text) | Block::Item(_, text)) = block;
            prop_assert!(!text.is_empty() && *text == clean::line(text));
        }
        prop_assert!(html.blocks.iter().all(|block| !matches!(block, Block::Item(depth, _) if *depth > DEEPEST)));
    }

    #[test]
    fn text_without_signs_stays(text in "[a-zăâîșț ,.0-9]{0,80}") {
        prop_assert_eq!(plain(&blocks(&text)), clean::line(&text));
    }
}
