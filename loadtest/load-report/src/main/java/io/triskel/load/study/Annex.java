package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import java.util.List;

/** The annex: every figure that the document has, with its source, one table for each basis. */
final class Annex {
    static final Phrase HEADING = new Phrase("Annex: sources of the figures", "Annexe\u00a0: sources des chiffres");

    private Annex() {}

    /** {@return its Markdown, marked} */
    static String of(Filling filling) {
        Language language = filling.language();
        boolean english = language == Language.ENGLISH;
        StringBuilder annex = new StringBuilder("# " + HEADING.in(language) + "\n\n");
        for (Basis basis : Basis.values()) {
            List<Figure> figures = filling.used().stream()
                    .filter(figure -> figure.basis() == basis)
                    .toList();
            if (figures.isEmpty()) {
                continue;
            }
            annex.append("## ").append(basis.heading().in(language)).append("\n\n");
            Rows rows = new Rows(
                    0,
                    english
                            ? List.of("Figure", "Value", "Source or reason", "Date")
                            : List.of("Grandeur", "Valeur", "Source ou raison", "Date"));
            figures.forEach(figure -> rows.add(List.of(
                    filling.mark(new Spot.Anchor(figure.id())),
                    figure.in(language),
                    reason(figure, language),
                    figure.asOf())));
            annex.append(rows);
        }
        return annex.toString();
    }

    private static String reason(Figure figure, Language language) {
        String why = figure.why().map(one -> one.in(language) + " ").orElse("");
        String source = figure.source().map(one -> one.in(language)).orElse("");
        String secondary = figure.secondary()
                ? (language == Language.ENGLISH ? " (secondary source)" : " (source secondaire)")
                : "";
        return (why + source + secondary).strip();
    }
}
