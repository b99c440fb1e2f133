package io.triskel.load.report.section;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Words;
import java.util.Optional;

/**
 * A cell of a table.
 *
 * @param small a small text below the text, such as an interval
 * @param target the target whose mark is before the text
 * @param link an address behind the text
 * @param source an address behind the small text
 * @param drawing a drawing next to the text, without information that the text lacks
 */
public record Cell(
        String text,
        String small,
        Look look,
        Optional<String> target,
        Optional<Element> drawing,
        Optional<String> link,
        Optional<String> source) {
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

    static Cell figure(String text) {
        return new Cell(text, "", Look.FIGURE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Cell words(String text) {
        return figure(text).as(Look.WORDS);
    }

    static Cell absent() {
        return figure(Words.ABSENT).as(Look.MUTED);
    }

    Cell as(Look other) {
        return new Cell(text, small, other, target, drawing, link, source);
    }

    Cell small(String below) {
        return new Cell(text, below, look, target, drawing, link, source);
    }

    Cell drawing(Element element) {
        return new Cell(text, small, look, target, Optional.of(element), link, source);
    }

    Cell link(Optional<String> address) {
        return new Cell(text, small, look, target, drawing, address, source);
    }

    Cell source(String name, Optional<String> address) {
        return new Cell(text, name, look, target, drawing, link, address);
    }
}
