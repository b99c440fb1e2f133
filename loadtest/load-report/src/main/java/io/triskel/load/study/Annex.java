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
import java.util.stream.Collectors;

/** The annex: every figure that the document has, with its source: a table for each basis, a row for each source or reason. */
final class Annex {
    static final Phrase HEADING = new Phrase("Annex: sources of the figures", "Annexe des sources de chaque chiffre");

    private static final String READ = "undated copy, read ";

    private final Filling filling;
    private final Words words;
    private final Language language;
    private final Pattern ofCloud;

    private Annex(Filling filling, Words words) {
        this.filling = filling;
        this.words = words;
        this.language = words.language();
        this.ofCloud = Pattern.compile(
                "(.+)\\.(" + String.join("|", words.targets().clouds().ids()) + ")((?:\\.[a-z]+)?)");
    }

    /** {@return its Markdown, marked} */
    static String of(Filling filling, Words words) {
        return new Annex(filling, words).text();
    }

    private String text() {
        boolean english = language == Language.ENGLISH;
        StringBuilder annex = new StringBuilder("# " + HEADING.in(language) + "\n\n");
        for (Basis basis : Basis.values()) {
            Map<List<String>, List<Figure>> rows = new LinkedHashMap<>();
            filling.used().stream()
                    .filter(figure -> figure.basis() == basis)
                    .forEach(figure -> rows.computeIfAbsent(
                                    List.of(reason(figure), date(figure)), none -> new ArrayList<>())
                            .add(figure));
            if (rows.isEmpty()) {
                continue;
            }
            annex.append("## ").append(basis.heading().in(language)).append("\n\n");
            Rows table = new Rows(
                    0,
                    english
                            ? List.of("Figures", "Source or reason", "Date")
                            : List.of("Grandeurs", "Source ou raison", "Date"));
            rows.forEach((source, figures) -> table.add(List.of(values(figures), source.get(0), source.get(1))));
            annex.append(table);
        }
        return annex.toString();
    }

    /** {@return figures with their values; those of several clouds share their name} */
    private String values(List<Figure> figures) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Figure figure : figures) {
            Matcher cloud = ofCloud.matcher(figure.id());
            boolean shared = cloud.matches();
            values.computeIfAbsent(shared ? cloud.group(1) + cloud.group(3) : "", none -> new ArrayList<>())
                    .add(filling.mark(new Spot.Anchor(figure.id(), shared ? words.target(cloud.group(2)) : figure.id()))
                            + " " + figure.in(language));
        }
        return values.entrySet().stream()
                .map(entry -> (entry.getKey() + " " + String.join(language.semicolon(), entry.getValue())).strip())
                .collect(Collectors.joining(language.semicolon()));
    }

    /** {@return the date of its source; an undated copy has the day on which it was read} */
    private String date(Figure figure) {
        String asOf = figure.asOf();
        return asOf.startsWith(READ)
                ? new Phrase("read ", "lu le\u00a0").in(language) + language.date(asOf.substring(READ.length()))
                : words.dated(asOf);
    }

    /** {@return the source of a cloud's figure, with a star for the cloud in its expression, so that the clouds share a row} */
    private String ofAnyCloud(Figure figure, String source) {
        Matcher cloud = ofCloud.matcher(figure.id());
        return figure.basis() == Basis.COMPUTED && cloud.matches()
                ? source.replaceAll("\\." + cloud.group(2) + "\\b", ".*")
                : source;
    }

    private String reason(Figure figure) {
        String why = figure.why().map(one -> one.in(language) + " ").orElse("");
        String source =
                figure.source().map(one -> ofAnyCloud(figure, one.in(language))).orElse("");
        String secondary =
                figure.secondary() ? language == Language.ENGLISH ? " (secondary source)" : " (source secondaire)" : "";
        return (why + source + secondary).strip();
    }
}
