package io.triskel.load.report.section;

import io.triskel.load.report.html.Element;

/** A part of a section. */
public sealed interface Block {
    /** A table that is always visible. */
    record Plain(FigureTable table) implements Block {}

    /** A table for a drawing above it; the reader opens it. */
    record Behind(FigureTable table) implements Block {}

    /** A drawing; a table of the same section has its values. */
    record Drawing(Element element) implements Block {}

    /** A remark below a table or a drawing. */
    record Note(String text) implements Block {}

    /** A command as it was typed. */
    record Command(String text) implements Block {}
}
