package io.triskel.load.study;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.ThematicBreak;

/** Visits Markdown, and refuses what a chapter cannot have. */
abstract class PlainMarkdown extends AbstractVisitor {
    abstract void refused(String what);

    @Override
    public void visit(ThematicBreak line) {
        refused("a line across the page");
    }

    @Override
    public void visit(HtmlBlock html) {
        refused("HTML, " + html.getLiteral());
    }

    @Override
    public void visit(HtmlInline html) {
        refused("HTML, " + html.getLiteral());
    }

    @Override
    public void visit(Image image) {
        refused("an image, " + image.getDestination());
    }
}
