package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The annex: every figure that the document has, with its source; a table for each basis, and a row for all clouds of an evaluation. */
final class Annex {
    static final Phrase HEADING = new Phrase("Annex: sources of the figures", "Annexe\u00a0: sources des chiffres");

    private final Filling filling;
    private final Words words;
    private final Language language;
    private final Pattern ofCloud;

    private Annex(Filling filling, Words words) {
        this.filling = filling;
        this.words = words;
        this.language = words.language();
        this.ofCloud = Pattern.compile("((?:cost|offer|score|first)\\..+)\\.("
                + String.join("|", words.targets().clouds().ids()) + ")((?:\\.[a-z]+)?)");
    }

    /** {@return its Markdown, marked} */
    static String of(Filling filling, Words words) {
        return new Annex(filling, words).text();
    }

    private String text() {
        boolean english = language == Language.ENGLISH;
        StringBuilder annex = new StringBuilder("# " + HEADING.in(language) + "\n\n");
        for (Basis basis : Basis.values()) {
            Map<String, List<Figure>> rows = new LinkedHashMap<>();
            filling.used().stream()
                    .filter(figure -> figure.basis() == basis)
                    .forEach(figure -> rows.computeIfAbsent(row(figure), none -> new ArrayList<>())
                            .add(figure));
            if (rows.isEmpty()) {
                continue;
            }
            annex.append("## ").append(basis.heading().in(language)).append("\n\n");
            Rows table = new Rows(
                    0,
                    english
                            ? List.of("Figure", "Value", "Source or reason", "Date")
                            : List.of("Grandeur", "Valeur", "Source ou raison", "Date"));
            rows.forEach((id, figures) -> table.add(List.of(
                    id(id, figures),
                    values(figures),
                    reason(figures.get(0)),
                    words.dated(figures.get(0).asOf()))));
            annex.append(table);
        }
        return annex.toString();
    }

    /** {@return the id of the row of a figure, the same for all clouds} */
    private String row(Figure figure) {
        Matcher matcher = ofCloud.matcher(figure.id());
        return matcher.matches() ? matcher.group(1) + matcher.group(3) : figure.id();
    }

    private String id(String id, List<Figure> figures) {
        return figures.get(0).id().equals(id) ? filling.mark(new Spot.Anchor(id, id)) : "`" + id + "`";
    }

    private String values(List<Figure> figures) {
        List<String> values = new ArrayList<>();
        for (Figure figure : figures) {
            Matcher matcher = ofCloud.matcher(figure.id());
            values.add(
                    matcher.matches()
                            ? filling.mark(new Spot.Anchor(figure.id(), words.target(matcher.group(2)))) + " "
                                    + figure.in(language)
                            : figure.in(language));
        }
        return String.join(language.semicolon(), values);
    }

    private String reason(Figure figure) {
        String why = figure.why().map(one -> one.in(language) + " ").orElse("");
        String source = figure.source().map(one -> one.in(language)).orElse("");
        String secondary =
                figure.secondary() ? language == Language.ENGLISH ? " (secondary source)" : " (source secondaire)" : "";
        return (why + source + secondary).strip();
    }
}
