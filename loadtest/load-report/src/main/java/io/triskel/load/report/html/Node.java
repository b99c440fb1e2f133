package io.triskel.load.report.html;

/** A part of a page. */
public sealed interface Node permits Element, Node.Text, Node.Raw {
    void write(StringBuilder page);

    /** Text, escaped when written. */
    record Text(String text) implements Node {
        @Override
        public void write(StringBuilder page) {
            Escape.into(page, text);
        }
    }

    /** The inside of {@code style} or {@code script}, written unescaped; it never holds text from a result file. */
    record Raw(String source) implements Node {
        public Raw {
            if (source.contains("</")) {
                throw new IllegalArgumentException("The inside of style or script may not have '</' in it");
            }
        }

        @Override
        public void write(StringBuilder page) {
            page.append(source);
        }
    }
}
