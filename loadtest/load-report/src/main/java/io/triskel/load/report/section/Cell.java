package io.triskel.load.report.section;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Title;
import io.triskel.load.report.words.Words;
import java.util.Optional;

/**
 * A cell of a table.
 *
 * @param small a small text below the text, such as an interval
 * @param target the target whose mark is before the text
 * @param link an address behind the text
 * @param source an address behind the small text
 * @param cited the title at the start of the small text
 * @param drawing a drawing next to the text, without information that the text lacks
 * @param label what a reader must know to read the text right; may be empty
 * @param covered the cell that is in this one's place when the reader asks for it
 */
public record Cell(
        String text,
        String small,
        Look look,
        Optional<String> target,
        Optional<Element> drawing,
        Optional<String> link,
        Optional<String> source,
        Optional<Title> cited,
        String label,
        Optional<Cell> covered) {
    /** How a cell is emphasised; never by colour alone. */
    public enum Look {
        FIGURE,
        WORDS,
        MUTED,
        LEAD,
        ALARM,
        GOOD,
        DOUBT
    }

    private Cell(String text, Look look, Optional<String> target) {
        this(
                text,
                "",
                look,
                target,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty());
    }

    static Cell figure(String text) {
        return new Cell(text, Look.FIGURE, Optional.empty());
    }

    /** {@return the name of a target behind its mark} */
    static Cell target(String id, String name) {
        return new Cell(name, Look.WORDS, Optional.of(id));
    }

    static Cell words(String text) {
        return figure(text).as(Look.WORDS);
    }

    static Cell absent() {
        return figure(Words.ABSENT).as(Look.MUTED);
    }

    Cell as(Look other) {
        return new Cell(text, small, other, target, drawing, link, source, cited, label, covered);
    }

    Cell small(String below) {
        return new Cell(text, below, look, target, drawing, link, source, cited, label, covered);
    }

    Cell label(String said) {
        return new Cell(text, small, look, target, drawing, link, source, cited, said, covered);
    }

    /** {@return the same in the place of another cell, which the reader may ask for} */
    Cell over(Cell other) {
        return new Cell(text, small, look, target, drawing, link, source, cited, label, Optional.of(other));
    }

    Cell drawing(Element element) {
        return new Cell(text, small, look, target, Optional.of(element), link, source, cited, label, covered);
    }

    Cell link(Optional<String> address) {
        return new Cell(text, small, look, target, drawing, address, source, cited, label, covered);
    }

    /** {@return the same with a source below the text} */
    Cell source(Title title, String details, Optional<String> address) {
        return cited(title, details).behind(address);
    }

    /** {@return the same with a title and its details below the text} */
    Cell cited(Title title, String details) {
        return new Cell(
                text,
                title.text() + ", " + details,
                look,
                target,
                drawing,
                link,
                source,
                Optional.of(title),
                label,
                covered);
    }

    private Cell behind(Optional<String> address) {
        return new Cell(text, small, look, target, drawing, link, address, cited, label, covered);
    }
}
