package io.triskel.load.report.section;

import io.triskel.load.report.html.Element;

/** A part of a section. */
public sealed interface Block {
    /** A table in plain sight. */
    record Plain(FigureTable table) implements Block {}

    /** A table behind a drawing, which the reader opens. */
    record Behind(FigureTable table) implements Block {}

    /** A drawing; what it shows is in a table of the same section. */
    record Drawing(Element element) implements Block {}

    /** A remark below a table or a drawing. */
    record Note(String text) implements Block {}

    /** What was typed. */
    record Command(String text) implements Block {}
}
