package io.triskel.load.study;

import static io.triskel.load.report.html.Element.el;

import io.triskel.load.report.html.Element;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/** Writes marked Markdown as elements of a page. Its own HTML and images are refused. */
final class HtmlText extends PlainMarkdown {
    static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private final Filling filling;
    private final Slugs slugs;
    private final String evidence;
    private final Deque<Element> open = new ArrayDeque<>();
    private final String name;
    private final boolean cited;
    private String heading = "";

    /** @param evidence the way from the page to {@code docs/}, with its slash; empty if the page is in it */
    private HtmlText(Filling filling, Slugs slugs, String evidence, String name, boolean cited) {
        this.cited = cited;
        this.filling = filling;
        this.slugs = slugs;
        this.evidence = evidence;
        this.name = name;
    }

    /** Adds a text to an element. */
    static void into(Element parent, String marked, String name, Filling filling, Slugs slugs, String evidence) {
        new HtmlText(filling, slugs, evidence, name, true).add(parent, marked);
    }

    /** Adds a text whose figures lead to no annex, because its page has none. */
    static void unlinked(Element parent, String marked, String name, Filling filling, Slugs slugs, String evidence) {
        new HtmlText(filling, slugs, evidence, name, false).add(parent, marked);
    }

    private void add(Element parent, String marked) {
        open.push(parent);
        PARSER.parse(marked).accept(this);
    }

    private void in(Element element, Node node) {
        open.element().add(element);
        open.push(element);
        visitChildren(node);
        open.pop();
    }

    @Override
    public void visit(Heading node) {
        heading = filling.markdown(plain(node));
        in(el("h" + Math.min(6, node.getLevel() + 1)).at("id", slugs.of(heading)), node);
    }

    @Override
    public void visit(Paragraph paragraph) {
        Optional<Spot.Filled> block = block(paragraph);
        if (block.isPresent()) {
            block.get()
                    .drawn()
                    .ifPresentOrElse(
                            open.element()::add,
                            () -> PARSER.parse(block.get().markdown()).accept(this));
        } else if (paragraph.getParent() instanceof ListItem
                && paragraph.getParent().getParent() instanceof org.commonmark.node.ListBlock list
                && list.isTight()) {
            visitChildren(paragraph);
        } else {
            in(isDecision(paragraph) ? el("p", "decision") : el("p"), paragraph);
        }
    }

    private Optional<Spot.Filled> block(Paragraph paragraph) {
        if (!(paragraph.getFirstChild() instanceof Text text) || text.getNext() != null) {
            return Optional.empty();
        }
        Matcher mark = Filling.MARK.matcher(text.getLiteral());
        return mark.matches() && filling.spot(mark) instanceof Spot.Filled filled
                ? Optional.of(filled)
                : Optional.empty();
    }

    static boolean isDecision(Paragraph paragraph) {
        return paragraph.getFirstChild() instanceof StrongEmphasis strong
                && plain(strong).matches("D[eé]cision\\.");
    }

    /** {@return the text of a node without its marks of emphasis} */
    static String plain(Node node) {
        StringBuilder text = new StringBuilder();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            if (child instanceof Text words) {
                text.append(words.getLiteral());
            } else if (child instanceof Code code) {
                text.append(code.getLiteral());
            } else {
                text.append(child instanceof SoftLineBreak ? " " : plain(child));
            }
        }
        return text.toString();
    }

    @Override
    public void visit(Text text) {
        String literal = text.getLiteral();
        int from = 0;
        Matcher mark = Filling.MARK.matcher(literal);
        while (mark.find()) {
            open.element().text(literal.substring(from, mark.start()));
            from = mark.end();
            spot(filling.spot(mark), !cited || isIn(text, Link.class) || isIn(text, Heading.class));
        }
        open.element().text(literal.substring(from));
    }

    private static boolean isIn(Node node, Class<? extends Node> kind) {
        for (Node one = node; one != null; one = one.getParent()) {
            if (kind.isInstance(one)) {
                return true;
            }
        }
        return false;
    }

    private void spot(Spot spot, boolean linked) {
        if (spot instanceof Spot.Said said) {
            open.element()
                    .add(
                            linked
                                    ? el("span").text(said.text())
                                    : el("a", "figure")
                                            .at("href", "#" + anchor(said.id()))
                                            .text(said.text()));
        } else if (spot instanceof Spot.Anchor anchor) {
            open.element().add(el("span", "id").at("id", anchor(anchor.id())).text(anchor.text()));
        }
    }

    private static String anchor(String id) {
        return "figure-" + id.replace('.', '-');
    }

    @Override
    public void visit(Emphasis emphasis) {
        in(el("em"), emphasis);
    }

    @Override
    public void visit(StrongEmphasis strong) {
        in(el("strong"), strong);
    }

    @Override
    public void visit(Code code) {
        open.element().add(el("code").text(filling.markdown(code.getLiteral())));
    }

    @Override
    public void visit(Link link) {
        in(el("a").at("href", Links.target(link.getDestination(), evidence)), link);
    }

    @Override
    public void visit(BulletList list) {
        in(el("ul"), list);
    }

    @Override
    public void visit(OrderedList list) {
        in(el("ol"), list);
    }

    @Override
    public void visit(ListItem item) {
        in(el("li"), item);
    }

    @Override
    public void visit(BlockQuote quote) {
        in(el("blockquote"), quote);
    }

    @Override
    public void visit(FencedCodeBlock block) {
        open.element().add(el("pre").add(el("code").text(block.getLiteral())));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        open.element().add(el("pre").add(el("code").text(block.getLiteral())));
    }

    @Override
    void refused(String what) {
        filling.add(name + ": chapters cannot have " + what + ". Use Markdown's text, tables and links, or a block.");
    }

    @Override
    public void visit(SoftLineBreak line) {
        open.element().text("\n");
    }

    @Override
    public void visit(HardLineBreak line) {
        open.element().add(el("br"));
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock) {
            Element table = el("table");
            open.element().add(scrolled(table));
            open.push(table);
            visitChildren(block);
            open.pop();
        }
    }

    /** A keyboard can scroll a table that is wider than its page, and a screen reader says where it belongs. */
    private Element scrolled(Element table) {
        return el("div", "table")
                .at("tabindex", "0")
                .at("role", "group")
                .at("aria-label", heading)
                .add(table);
    }

    @Override
    public void visit(CustomNode node) {
        if (node instanceof TableHead) {
            in(el("thead"), node);
        } else if (node instanceof TableBody) {
            in(el("tbody"), node);
        } else if (node instanceof TableRow) {
            in(el("tr"), node);
        } else if (node instanceof TableCell cell) {
            Element element = el("td");
            // An empty heading would be no heading, so that it stays a cell.
            if (cell.isHeader() && cell.getFirstChild() != null) {
                element = el("th").at("scope", "col");
            } else if (!cell.isHeader() && cell.getPrevious() == null) {
                element = el("th").at("scope", "row");
            }
            if (cell.getAlignment() != null) {
                element.at("class", cell.getAlignment().name().toLowerCase(Locale.ROOT));
            }
            in(element, node);
        }
    }

    /** {@return the headings of a text of this level, in order} */
    static List<String> headings(String marked, int level) {
        List<String> headings = new ArrayList<>();
        PARSER.parse(marked).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (heading.getLevel() == level) {
                    headings.add(plain(heading));
                }
            }
        });
        return headings;
    }
}
