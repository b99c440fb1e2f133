package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.published.PublishedResult;
import io.triskel.load.report.published.PublishedResults;
import io.triskel.load.report.words.Words;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Latencies that others published. */
final class PublishedTable {
    private PublishedTable() {}

    static Block.Shown of(StudyData data, Words words, String none) {
        Rows rows = new Rows(
                0,
                Stream.of(
                                new Phrase("Cloud", "Cloud"),
                                new Phrase("What was measured or stated", "Objet de la mesure ou de l’énoncé"),
                                new Phrase("Median; 99th percentile", "Médiane\u202f; 99ᵉ centile"),
                                new Phrase("Mind", "Réserve"),
                                new Phrase("Source", "Source"))
                        .map(head -> head.in(words.language()))
                        .toList());
        for (PublishedResult one : PublishedResults.known().all()) {
            String source = words.term(one.source());
            rows.add(List.of(
                    words.target(one.target()),
                    words.say(one.name()),
                    one.words()
                            .map(words::say)
                            .orElseGet(() -> millis(one.p50Ms(), words)
                                    + words.language().semicolon()
                                    + millis(one.p99Ms(), words)),
                    words.say(one.mind()),
                    one.url().map(url -> "[" + source + "](" + url + ")").orElse(source) + ", " + words.term(one.asOf())
                            + ", " + words.say(one.confidence())));
        }
        return Block.Shown.text(rows.toString());
    }

    private static String millis(OptionalDouble value, Words words) {
        return value.isPresent() ? words.millis(value.getAsDouble()) : Words.ABSENT;
    }
}
