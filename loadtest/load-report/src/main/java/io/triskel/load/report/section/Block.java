package io.triskel.load.report.section;

import io.triskel.load.report.html.Element;
import java.util.List;

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

    /**
     * Blocks that a reader sees only after asking for them, and figures of the same section that are {@linkplain Cell#over covered}.
     *
     * @param reason why, and how to see them
     */
    record Covered(String reason, List<Block> blocks) implements Block {
        public Covered {
            blocks = List.copyOf(blocks);
        }
    }

    /** A command as it was typed. */
    record Command(String text) implements Block {}
}
