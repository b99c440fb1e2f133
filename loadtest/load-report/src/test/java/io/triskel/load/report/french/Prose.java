package io.triskel.load.report.french;

import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** The sentences of a page, one paragraph a line: without code, and without what is in italics, which may be in another language. */
public final class Prose {
    /** In the place of code, of words in italics and of figures that come from data. */
    private static final String SOMETHING = "x";

    private static final Pattern FIGURE = Pattern.compile("\\{\\{[^}]*\\}\\}");
    private static final List<String> OTHER_TAGS = List.of("script", "style", "code", "pre", "kbd", "i", "em", "cite");
    private static final Pattern FOREIGN = Pattern.compile("(?s)<(\\w+)[^>]*\\slang=\"(?!fr)\\w+\"[^>]*>.*?</\\1>");
    private static final Pattern SAID = Pattern.compile(
            "\\s(?:aria-label|title|alt|data-(?:dark|light|leads|none|above|below|never|all|of))=\"([^\"]*)\"");
    private static final Pattern INLINE = Pattern.compile("</?(?:a|b|strong|sup|sub|abbr)(?:\\s[^>]*)?>");

    private Prose() {}

    public static String ofMarkdown(String page) {
        StringBuilder prose = new StringBuilder();
        Parser.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .parse(FIGURE.matcher(page).replaceAll(SOMETHING))
                .accept(new Reader(prose));
        return prose.toString();
    }

    public static String ofHtml(String page) {
        String text = page;
        for (String tag : OTHER_TAGS) {
            text = text.replaceAll("(?s)<" + tag + "(\\s[^>]*)?>.*?</" + tag + ">", SOMETHING);
        }
        text = FOREIGN.matcher(text).replaceAll(SOMETHING);
        StringBuilder prose = new StringBuilder();
        SAID.matcher(text).results().forEach(one -> prose.append(one.group(1)).append('\n'));
        prose.append(INLINE.matcher(text).replaceAll("").replaceAll("<[^>]*>", "\n"));
        return prose.toString()
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static final class Reader extends AbstractVisitor {
        private final StringBuilder prose;

        Reader(StringBuilder prose) {
            this.prose = prose;
        }

        @Override
        public void visit(Text text) {
            prose.append(text.getLiteral());
        }

        @Override
        public void visit(Code code) {
            prose.append(SOMETHING);
        }

        @Override
        public void visit(Emphasis italics) {
            prose.append(SOMETHING);
        }

        @Override
        public void visit(Link link) {
            if (link.getFirstChild() instanceof Text text && text.getLiteral().equals(link.getDestination())) {
                prose.append(SOMETHING);
            } else {
                visitChildren(link);
            }
        }

        @Override
        public void visit(SoftLineBreak end) {
            prose.append(' ');
        }

        @Override
        public void visit(HardLineBreak end) {
            prose.append('\n');
        }

        @Override
        public void visit(Paragraph paragraph) {
            visitChildren(paragraph);
            prose.append('\n');
        }

        @Override
        public void visit(Heading heading) {
            visitChildren(heading);
            prose.append('\n');
        }

        @Override
        public void visit(CustomNode node) {
            visitChildren(node);
            if (node instanceof TableCell) {
                prose.append('\n');
            }
        }
    }
}
