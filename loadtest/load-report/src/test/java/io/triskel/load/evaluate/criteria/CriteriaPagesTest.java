package io.triskel.load.evaluate.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.fact.Fact;
import io.triskel.load.fact.Facts;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages for the board agree with {@code evaluation/criteria.yaml}, and the criteria agree with the facts. */
class CriteriaPagesTest {
    private static final Path TOP = Path.of("../..");
    private final Criteria criteria = CriteriaFile.read(TOP.resolve("evaluation/criteria.yaml"), Clouds.installed());
    private final Profile iot = ProfileFile.read(TOP.resolve("evaluation/profiles/iot-fleet.yaml"), criteria);
    private final Profile bank = ProfileFile.read(TOP.resolve("evaluation/profiles/bank-orders.yaml"), criteria);

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_page_of_each_language_has_the_criteria_with_their_weights_and_bases(Language language) throws IOException {
        assertTable(language, "criteria", rows(language));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void the_page_of_each_language_has_the_requirements_with_their_rulings(Language language) throws IOException {
        assertTable(language, "requirements", requirements(language));
    }

    private static void assertTable(Language language, String mark, String rows) throws IOException {
        Path file = TOP.resolve(language == Language.ENGLISH ? "docs/evaluation-criteria.md" : "docs/fr/criteres.md");
        String page = Files.readString(file).replace("\r\n", "\n");
        Matcher table = Pattern.compile("(?s)(<!-- begin: " + mark + " -->\n)(.*?)(<!-- end: " + mark + " -->)")
                .matcher(page);
        assertThat(table.find()).as(file + " has the marks of the table").isTrue();

        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.writeString(file, page.substring(0, table.start(2)) + rows + page.substring(table.end(2)));
        } else {
            assertThat(table.group(2))
                    .as("run with -Dtriskel.golden.accept=true to write " + file + " anew")
                    .isEqualTo(rows);
        }
    }

    @Test
    void a_source_that_names_facts_has_the_confidence_and_the_date_of_the_first_of_them() {
        List<Source> named = criteria.all().stream()
                .flatMap(criterion -> criterion.judged().values().stream())
                .flatMap(List::stream)
                .flatMap(judged -> Stream.concat(Stream.of(judged.source()), judged.agreeing().stream()))
                .filter(source -> source.fact().isPresent())
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(source -> {
            String[] ids = source.fact().orElseThrow().split(", *");
            assertThat(Facts.documented().byId()).containsKeys(ids);
            Fact first = Facts.documented().byId().get(ids[0]);
            assertThat(source.title()).isEqualTo(first.source());
            assertThat(source.asOf()).isEqualTo(first.asOf());
            assertThat(source.confidence().name()).isEqualToIgnoringCase(first.confidence());
        });
    }

    private String requirements(Language language) {
        boolean english = language == Language.ENGLISH;
        List<String> clouds = Clouds.installed().ids();
        StringBuilder rows =
                new StringBuilder(english ? "| requirement | of | the question" : "| exigence | de | la question");
        clouds.forEach(cloud ->
                rows.append(" | ").append(Words.in(language, Clouds.installed()).target(cloud)));
        rows.append(" |\n|---|---|---").append("|---".repeat(clouds.size())).append("|\n");
        for (Requirement one : criteria.requirements()) {
            String whose = Stream.of(iot, bank)
                    .filter(profile -> profile.requires().contains(one))
                    .map(Profile::name)
                    .collect(Collectors.joining(", "));
            rows.append("| ").append(one.name().in(language));
            rows.append(" | ").append(whose);
            rows.append(" | ").append(one.question().in(language));
            clouds.forEach(cloud -> rows.append(" | ")
                    .append(ruling(Objects.requireNonNull(one.rulings().get(cloud)), language)));
            rows.append(" |\n");
        }
        return rows.toString();
    }

    private static String ruling(Ruling of, Language language) {
        boolean english = language == Language.ENGLISH;
        String answer = of.passes() ? (english ? "yes" : "oui") : english ? "no" : "non";
        return answer + language.colon() + of.why().in(language);
    }

    private String rows(Language language) {
        boolean english = language == Language.ENGLISH;
        StringBuilder rows = new StringBuilder(
                english
                        ? "| criterion | weight | iot-fleet | bank-orders | the question | scored from | if nothing"
                                + " scores it |\n"
                        : "| critère | poids | iot-fleet | bank-orders | la question | noté à partir de | si rien ne"
                                + " le note |\n");
        rows.append("|---|---:|---:|---:|---|---|---|\n");
        for (Criterion one : criteria.all()) {
            rows.append("| ").append(one.name().in(language));
            for (double weight : List.of(one.weight(), iot.weight(one), bank.weight(one))) {
                rows.append(" | ")
                        .append(NumberFormat.getInstance(language.locale()).format(weight));
            }
            rows.append(" | ").append(one.question().in(language));
            rows.append(" | ").append(bases(one, english));
            rows.append(" | ").append(one.missing().in(language)).append(" |\n");
        }
        return rows.toString();
    }

    private static String bases(Criterion one, boolean english) {
        List<String> bases = new ArrayList<>();
        one.measured().ifPresent(none -> bases.add(english ? "measured" : "mesuré"));
        one.computed().ifPresent(none -> bases.add(english ? "computed" : "calculé"));
        if (!one.judged().isEmpty()) {
            bases.add(english ? "judged" : "jugé");
        }
        return bases.isEmpty() ? (english ? "nothing yet" : "rien pour l’instant") : String.join(", ", bases);
    }
}
