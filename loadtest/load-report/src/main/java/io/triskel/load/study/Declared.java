package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.CriteriaFile;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.plan.Range;
import io.triskel.load.yaml.Place;
import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A figure as {@code study/figures/} has it.
 *
 * @param place of its id
 * @param figure whose value is 0 if it is computed
 * @param of the expression that computes it; empty if it has a value
 */
record Declared(Place place, Figure figure, Optional<String> of) {
    private static final List<String> BASES = Stream.of(
                    Basis.ASSUMPTION, Basis.COUNTED, Basis.DOCUMENTED, Basis.DECIDED)
            .map(Declared::word)
            .toList();

    /** {@return the figures of a chapter, whose name begins the id of each} */
    static List<Declared> read(Path file, Units units) {
        String chapter = chapter(file);
        return StrictYaml.read(file, Study.WHOLE).items().stream()
                .map(item -> read(item, chapter, units))
                .toList();
    }

    /** {@return the name of a chapter's file without its number and its ending} */
    static String chapter(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "").replaceFirst("^\\d+-", "");
    }

    private static Declared read(YamlValue item, String chapter, Units units) {
        YamlFields fields = item.fields("id", "value", "of", "unit", "basis", "confidence", "why", "source", "asOf");
        YamlValue id = fields.get("id");
        if (!id.words().matches(chapter + "(\\.[a-z0-9]+(-[a-z0-9]+)*)+")) {
            throw id.expected("the chapter, a point and words of a-z and 0-9, such as " + chapter + ".first-run");
        }
        Optional<String> of = fields.find("of").map(YamlValue::words);
        if (of.isPresent() == fields.find("value").isPresent()) {
            throw id.place().problem("'" + id.words() + "' needs either a value or an expression (of).");
        }
        Basis basis = of.isPresent() && fields.find("basis").isEmpty()
                ? Basis.COMPUTED
                : basis(fields.get("basis").choice(BASES));
        Optional<Phrase> why = fields.find("why").map(CriteriaFile::phrase);
        if (why.isEmpty() && (basis == Basis.ASSUMPTION || basis == Basis.DECIDED)) {
            throw id.place().problem("'" + id.words() + "' needs the reason (why) of this " + word(basis) + " figure.");
        }
        Optional<Phrase> source = fields.find("source").map(Declared::source);
        if (source.isEmpty() && (basis == Basis.COUNTED || basis == Basis.DOCUMENTED)) {
            throw id.place().problem("'" + id.words() + "' needs the source of this " + word(basis) + " figure.");
        }
        boolean official = fields.find("confidence")
                .map(one -> one.choice(List.of("official", "secondary")).equals("official"))
                .orElseGet(
                        () -> source.filter(one -> one.en().startsWith("docs/")).isPresent());
        return new Declared(
                id.place(),
                new Figure(
                        id.words(),
                        fields.find("value")
                                .map(Declared::value)
                                .orElse(new Value.Amount(Range.ZERO, Value.Amount.THREE_DIGITS)),
                        fields.find("unit").map(unit -> unit(unit, units)),
                        basis,
                        why,
                        source.or(() -> of.map(one -> new Phrase("`" + one + "`", "`" + one + "`"))),
                        fields.find("asOf").map(YamlValue::words).orElse(""),
                        basis == Basis.DOCUMENTED && !official),
                of);
    }

    /** {@return a source; commands and addresses are the same in both languages} */
    private static Phrase source(YamlValue source) {
        Phrase said = source.isMapping() ? CriteriaFile.phrase(source) : new Phrase(source.words(), source.words());
        return new Phrase(SourceText.of(said.en()), SourceText.of(said.fr()));
    }

    private static String word(Basis basis) {
        return basis.name().toLowerCase(Locale.ROOT);
    }

    private static Basis basis(String word) {
        return Basis.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Unit unit(YamlValue item, Units units) {
        return units.find(item.choice(List.copyOf(units.known().keySet()))).orElseThrow();
    }

    private static Value value(YamlValue item) {
        if (item.isList()) {
            List<Double> ends = item.items().stream().map(Declared::number).toList();
            if (ends.size() != 2 || ends.get(0) > ends.get(1)) {
                throw item.expected("a number, a date such as 2026-12-18, or bounds such as [2, 3]");
            }
            return new Value.Amount(
                    new Range(ends.get(0), (ends.get(0) + ends.get(1)) / 2, ends.get(1)),
                    Math.max(decimals(ends.get(0)), decimals(ends.get(1))));
        }
        if (item.isText()) {
            return new Value.Moment(moment(item));
        }
        double number = number(item);
        return new Value.Amount(Range.exactly(number), decimals(number));
    }

    private static double number(YamlValue item) {
        return item.number(-1e15, 1e15);
    }

    private static int decimals(double number) {
        return Math.max(0, BigDecimal.valueOf(number).stripTrailingZeros().scale());
    }

    private static TemporalAccessor moment(YamlValue item) {
        String text = item.words();
        try {
            return switch (text.length()) {
                case 4 -> Year.parse(text);
                case 7 -> YearMonth.parse(text);
                default -> LocalDate.parse(text);
            };
        } catch (DateTimeException e) {
            throw item.expected("a number, a date such as 2026-12-18, or bounds such as [2, 3]");
        }
    }
}
