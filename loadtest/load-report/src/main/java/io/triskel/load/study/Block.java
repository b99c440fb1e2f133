package io.triskel.load.study;

import io.triskel.load.report.html.Element;
import io.triskel.load.report.words.Words;
import java.util.Optional;

/** What a chapter shows on a line of its own: a table, a chart, the decision tree. */
interface Block {
    /**
     * {@return it in the language of the words}
     *
     * @param argument such as the name of a profile; empty if the placeholder has none
     * @throws IllegalArgumentException if the argument is not one that it knows
     */
    Shown show(StudyData data, Words words, String argument);

    /**
     * A block as documents show it.
     *
     * @param markdown which may have placeholders of figures
     * @param drawn what HTML shows instead of the Markdown
     */
    record Shown(String markdown, Optional<Element> drawn) {
        static Shown text(String markdown) {
            return new Shown(markdown, Optional.empty());
        }
    }
}
