package io.triskel.load.evaluate.criteria;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.yaml.InputException;
import io.triskel.load.yaml.StrictYaml;
import io.triskel.load.yaml.YamlFields;
import io.triskel.load.yaml.YamlValue;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code evaluation/criteria.yaml}. {@code docs/scoring.md} has the format. */
public final class CriteriaFile {
    /** The hint for a reader whose file is missing or wrong. */
    static final String WHOLE = "docs/scoring.md shows a whole one.";

    private static final int FORMAT = 1;

    private final Clouds clouds;

    private CriteriaFile(Clouds clouds) {
        this.clouds = clouds;
    }

    /**
     * {@return the criteria in the file}
     *
     * @throws InputException if it cannot be read, or is not valid
     */
    public static Criteria read(Path file, Clouds clouds) {
        YamlFields fields =
                StrictYaml.read(file, WHOLE).fields("evaluation", "scored-at-least", "requirements", "criteria");
        checkFormat(fields.get("evaluation"), FORMAT);
        double least = fields.get("scored-at-least").number(0, 1);
        CriteriaFile reader = new CriteriaFile(clouds);
        List<Requirement> requirements = fields.find("requirements").map(YamlValue::items).orElse(List.of()).stream()
                .map(reader::requirement)
                .toList();
        List<Criterion> all =
                fields.get("criteria").items().stream().map(reader::criterion).toList();
        return fields.get("criteria").place().check(() -> new Criteria(least, requirements, all));
    }

    static void checkFormat(YamlValue item, int format) {
        if (item.number(0, Integer.MAX_VALUE) != format) {
            throw item.expected(format + ", the only version of the format that this Triskel reads");
        }
    }

    private Requirement requirement(YamlValue item) {
        YamlFields fields = item.fields("id", "name", "question", "ruled");
        return new Requirement(
                fields.get("id").words(),
                phrase(fields.get("name")),
                phrase(fields.get("question")),
                byCloud(Optional.of(fields.get("ruled")), CriteriaFile::ruling));
    }

    private Criterion criterion(YamlValue item) {
        YamlFields fields =
                item.fields("id", "weight", "name", "question", "measured", "computed", "judged", "missing");
        return new Criterion(
                fields.get("id").words(),
                fields.get("weight").number(0, 100),
                phrase(fields.get("name")),
                phrase(fields.get("question")),
                fields.find("measured").map(one -> choice(one, ScoredMeasure.values())),
                fields.find("computed").map(one -> choice(one, Computation.values())),
                byCloud(fields.find("judged"), CriteriaFile::judgements),
                phrase(fields.get("missing")));
    }

    /** {@return a text that is written in both languages} */
    public static Phrase phrase(YamlValue item) {
        YamlFields fields = item.fields("en", "fr");
        return new Phrase(fields.get("en").words(), fields.get("fr").words());
    }

    private static <E extends Enum<E>> E choice(YamlValue item, E[] known) {
        String written =
                item.choice(Arrays.stream(known).map(CriteriaFile::word).toList());
        return Arrays.stream(known)
                .filter(one -> word(one).equals(written))
                .findFirst()
                .orElseThrow();
    }

    /** {@return how files write a constant} */
    static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    private <T> Map<String, T> byCloud(Optional<YamlValue> item, Function<YamlValue, T> read) {
        return item.map(one -> {
                    YamlFields fields = one.fields(clouds.ids());
                    return clouds.each(cloud -> read.apply(fields.get(cloud)));
                })
                .orElse(Map.of());
    }

    private static Ruling ruling(YamlValue item) {
        YamlFields fields = item.fields("passes", "only", "why", "fact", "source", "url", "asOf", "confidence");
        boolean passes = fields.get("passes").flag();
        Source source = source(fields);
        if (passes && source.confidence() == Confidence.UNVERIFIED) {
            throw fields.get("confidence")
                    .expected("official or secondary, because a gate opens only by a known source");
        }
        return new Ruling(passes, only(fields), phrase(fields.get("why")), source);
    }

    private static List<String> only(YamlFields fields) {
        return fields.find("only").map(YamlValue::items).orElse(List.of()).stream()
                .map(YamlValue::words)
                .toList();
    }

    private static List<Judgement> judgements(YamlValue item) {
        return item.isMapping()
                ? List.of(judgement(item))
                : item.items().stream().map(CriteriaFile::judgement).toList();
    }

    private static Judgement judgement(YamlValue item) {
        YamlFields fields =
                item.fields("only", "score", "why", "fact", "source", "url", "asOf", "confidence", "agrees");
        return new Judgement(
                only(fields),
                fields.get("score").number(0, 10),
                phrase(fields.get("why")),
                source(fields),
                fields.find("agrees")
                        .map(second -> source(second.fields("fact", "source", "url", "asOf", "confidence"))));
    }

    private static Source source(YamlFields fields) {
        return new Source(
                fields.find("fact").map(YamlValue::words),
                fields.get("source").words(),
                fields.find("url").map(CriteriaFile::url),
                fields.get("asOf").words(),
                choice(fields.get("confidence"), Confidence.values()));
    }

    /** Refuses other schemes, such as {@code javascript:}, because a page links to the address. */
    private static String url(YamlValue item) {
        String url = item.words();
        if (!url.startsWith("https://")) {
            throw item.expected("an address that begins with https://");
        }
        return url;
    }
}
