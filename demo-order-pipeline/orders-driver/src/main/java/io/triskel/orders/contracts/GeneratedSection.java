package io.triskel.orders.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A part of a document that a test writes and compares: the text between two Markdown comments that name it. */
final class GeneratedSection {
    private final Path document;
    private final String begin;
    private final String end;

    GeneratedSection(Path document, String name) {
        this.document = document;
        this.begin = "<!-- begin: " + name + " -->\n";
        this.end = "<!-- end: " + name + " -->";
    }

    /** {@return the text of the section} */
    String read() throws IOException {
        String text = Files.readString(document).replace("\r\n", "\n");
        return text.substring(from(text), to(text));
    }

    /** Replaces it. */
    void write(String section) throws IOException {
        String text = Files.readString(document);
        Files.writeString(document, text.substring(0, from(text)) + section + text.substring(to(text)));
    }

    private int from(String text) {
        return place(text, begin) + begin.length();
    }

    private int to(String text) {
        return place(text, end);
    }

    private int place(String text, String mark) {
        int place = text.indexOf(mark);
        if (place < 0) {
            throw new IllegalStateException(
                    document + " has no line " + mark.strip() + ": put it where the part belongs");
        }
        return place;
    }
}
