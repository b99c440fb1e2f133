package io.triskel.load.evaluate.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.Range;
import io.triskel.load.yaml.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriteriaFileTest {
    private static final String LEAST = """
            evaluation: 1
            scored-at-least: 0.8
            criteria:
              - id: cost
                weight: 10
                name: {en: Cost, fr: Coût}
                question: {en: How much?, fr: Combien ?}
                missing: {en: No price., fr: Aucun prix.}
            """;

    private static final String JUDGED = """
                judged:
                  aws: {score: 1, why: {en: a, fr: b}, source: s, url: 'https://a.example', asOf: '2026', confidence: official}
                  azure: {score: 2, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: secondary}
                  gcp: {score: 3, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}
            """;

    private static final String REQUIREMENT = """
            requirements:
              - id: own-keys
                name: {en: Own keys, fr: Clés}
                question: {en: May I?, fr: Peut-on ?}
                ruled:
                  aws: {passes: true, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: secondary}
                  azure: {passes: true, only: [Event Hubs Premium], why: {en: a, fr: b}, source: s, asOf: '2026', confidence: secondary}
                  gcp: {passes: false, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: secondary}
            """;

    @TempDir
    private Path folder;

    @Nested
    class The_committed_criteria {
        private final Criteria criteria =
                CriteriaFile.read(Path.of("../../evaluation/criteria.yaml"), Clouds.installed());

        @Test
        void ask_what_the_issue_asks() {
            assertThat(criteria.ids())
                    .containsExactly(
                            "throughput",
                            "latency",
                            "elasticity",
                            "ordering",
                            "archive",
                            "orchestration",
                            "operability",
                            "security",
                            "portability",
                            "cost",
                            "experience",
                            "compliance",
                            "sustainability");
        }

        @Test
        void have_a_source_and_a_date_for_each_judgement_and_ruling() {
            assertThat(criteria.all().stream()
                            .flatMap(one -> one.judged().values().stream())
                            .flatMap(List::stream)
                            .map(Judgement::source))
                    .isNotEmpty()
                    .allSatisfy(CriteriaFileTest::assertSourced);
            assertThat(criteria.requirements().stream()
                            .flatMap(one -> one.rulings().values().stream())
                            .map(Ruling::source))
                    .isNotEmpty()
                    .allSatisfy(CriteriaFileTest::assertSourced);
        }

        @Test
        void say_something_else_in_each_language() {
            for (Criterion one : criteria.all()) {
                assertThat(one.question().en()).isNotEqualTo(one.question().fr());
                assertThat(one.missing().en()).isNotEqualTo(one.missing().fr());
                one.judged().values().stream()
                        .flatMap(List::stream)
                        .forEach(judged -> assertThat(judged.why().en())
                                .isNotEqualTo(judged.why().fr()));
            }
        }

        @Test
        void are_weighed_whole_by_both_profiles() {
            for (String name : List.of("iot-fleet", "bank-orders")) {
                Profile profile = ProfileFile.read(Path.of("../../evaluation/profiles/" + name + ".yaml"), criteria);

                assertThat(profile.name()).isEqualTo(name);
                assertThat(profile.weights()).containsOnlyKeys(criteria.ids());
                assertThat(profile.workload().orElseThrow().name()).isEqualTo(name);
                assertThat(profile.why().en()).isNotEqualTo(profile.why().fr());
            }
        }
    }

    private static void assertSourced(Source source) {
        assertThat(source.title()).isNotBlank();
        assertThat(source.asOf()).matches(".*20[12]\\d.*");
        assertThat(source.confidence()).isNotEqualTo(Confidence.UNVERIFIED);
        assertThat(source.url().isPresent() || source.fact().isPresent())
                .as(source.title())
                .isTrue();
    }

    @Test
    void a_judgement_is_read_with_its_source() throws IOException {
        Judgement judged = read(LEAST + JUDGED)
                .all()
                .get(0)
                .judgement("aws", Optional.empty())
                .orElseThrow();

        assertThat(judged.score()).isEqualTo(1);
        assertThat(judged.source().url()).contains("https://a.example");
    }

    @Test
    void a_second_source_that_agrees_is_read() throws IOException {
        String agreed = JUDGED.replaceFirst(
                "confidence: official}",
                "confidence: official, agrees: {source: t, asOf: '2026', confidence: secondary}}");

        Judgement judged = read(LEAST + agreed)
                .all()
                .get(0)
                .judgement("aws", Optional.empty())
                .orElseThrow();

        assertThat(judged.agreeing()).map(Source::title).contains("t");
        assertThat(judged.range()).isEqualTo(new Range(0, 1, 2));
    }

    @Test
    void a_cloud_may_have_a_judgement_for_each_kind_of_offer() throws IOException {
        String two = JUDGED.replace(
                "gcp: {score: 3, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}", """
                gcp:
                        - {only: [Pull], score: 3, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}
                        - {score: 4, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}
                """);

        Criterion read = read(LEAST + two).all().get(0);

        assertThat(read.judgement("gcp", Optional.of("Pull + Run"))
                        .orElseThrow()
                        .score())
                .isEqualTo(3);
        assertThat(read.judgement("gcp", Optional.of("Push + Run"))
                        .orElseThrow()
                        .score())
                .isEqualTo(4);
    }

    @Test
    void a_requirement_is_met_by_the_offers_that_its_ruling_names() throws IOException {
        Ruling ruling = read(LEAST.replace("criteria:\n", REQUIREMENT + "criteria:\n"))
                .requirements()
                .get(0)
                .rulings()
                .get("azure");

        assertThat(ruling).isNotNull();
        assertThat(ruling.passes("Event Hubs Premium + Functions Flex")).isTrue();
        assertThat(ruling.passes("Event Hubs Standard + Functions Flex")).isFalse();
    }

    @Nested
    class It_refuses_with_the_line {
        @Test
        void a_requirement_that_an_unverified_source_would_meet() {
            assertRefused(
                    LEAST.replace("criteria:\n", REQUIREMENT.replace("secondary", "unverified") + "criteria:\n"),
                    ":8: 'confidence' is",
                    "Expected: official or secondary, because a gate opens only by a known source");
        }

        @Test
        void a_requirement_without_a_ruling() {
            assertRefused(
                    LEAST.replace("criteria:\n", REQUIREMENT.replace("passes: true, ", "") + "criteria:\n"),
                    ":8: the field 'passes' is missing in 'aws'");
        }

        @Test
        void a_misspelt_field_and_tells_the_nearest_name() {
            assertRefused(LEAST.replace("weight:", "wieght:"), ":5: unknown field 'wieght'", "Did you mean 'weight'?");
        }

        @Test
        void a_field_that_is_missing() {
            assertRefused(LEAST.replace("    weight: 10\n", ""), ":4: the field 'weight' is missing");
        }

        @Test
        void a_weight_out_of_bounds_or_no_number() {
            assertRefused(LEAST.replace("10", "101"), ":5: 'weight' is '101'. Expected: a number from 0 to 100");
            assertRefused(LEAST.replace("10", "heavy"), ":5: 'weight' is the text 'heavy'");
            assertRefused(LEAST.replace("10", ".nan"), ":5: 'weight' is");
        }

        @Test
        void a_text_in_one_language_only() {
            assertRefused(
                    LEAST.replace("{en: Cost, fr: Coût}", "{en: Cost}"), ":6: the field 'fr' is missing in 'name'");
        }

        @Test
        void a_judgement_without_source_or_date() {
            assertRefused(
                    LEAST + JUDGED.replaceFirst("source: s, ", ""), ":10: the field 'source' is missing in 'aws'");
            assertRefused(
                    LEAST + JUDGED.replaceFirst("asOf: '2026', ", ""), ":10: the field 'asOf' is missing in 'aws'");
        }

        @Test
        void a_judgement_that_leaves_out_a_cloud() {
            String two = JUDGED.substring(0, JUDGED.indexOf("      gcp"));
            assertRefused(LEAST + two, "the field 'gcp' is missing in 'judged'");
        }

        @Test
        void an_address_that_is_no_web_page() {
            assertRefused(
                    LEAST + JUDGED.replace("https://a.example", "javascript:alert(1)"),
                    ":10: 'url' is the text 'javascript:");
        }

        @Test
        void an_unknown_way_of_scoring() {
            assertRefused(LEAST + "    measured: p95\n", ":9: 'measured' is 'p95'", "Did you mean 'p99'?");
        }

        @Test
        void an_id_that_stands_twice() {
            String again = LEAST.substring(LEAST.indexOf("  - id"));
            assertRefused(LEAST + again, "Each criterion and each requirement needs a unique id");
        }

        @Test
        void what_is_not_plain_yaml() {
            assertRefused(LEAST.replace("10", "&a 10"), ":5: an anchor");
            assertRefused(LEAST.replace("10", "!x 10"), ":5: a tag");
            assertRefused(LEAST + "---\n" + LEAST, ":9: a second YAML document");
            assertRefused("a: [", ": this is not YAML");
            assertRefused("", "the file is empty. docs/scoring.md shows a whole one.");
        }

        @Test
        void another_version_of_the_format() {
            assertRefused(LEAST.replace("evaluation: 1", "evaluation: 2"), ":1: 'evaluation' is '2'. Expected: 1");
        }
    }

    @Test
    void a_file_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> CriteriaFile.read(folder.resolve("none.yaml"), Clouds.installed()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("this file does not exist");
    }

    private void assertRefused(String text, String... says) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InputException.class).hasMessageContainingAll(says);
    }

    private Criteria read(String text) throws IOException {
        return CriteriaFile.read(Files.writeString(folder.resolve("criteria.yaml"), text), Clouds.installed());
    }
}
