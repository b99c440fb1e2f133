package io.triskel.load.evaluate.criteria;

import io.triskel.load.report.words.Language;
import java.util.function.Function;

/** A text in both languages. */
public record Phrase(String en, String fr) {
    public Phrase {
        if (en.isBlank() || fr.isBlank()) {
            throw new IllegalArgumentException("A text needs both languages, en and fr");
        }
    }

    /** {@return the text that a function makes in each language} */
    public static Phrase of(Function<Language, String> text) {
        return new Phrase(text.apply(Language.ENGLISH), text.apply(Language.FRENCH));
    }

    public String in(Language language) {
        return switch (language) {
            case ENGLISH -> en;
            case FRENCH -> fr;
        };
    }
}
