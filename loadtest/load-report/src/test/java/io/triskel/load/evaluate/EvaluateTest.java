package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.french.Proofreader;
import io.triskel.load.report.french.Prose;
import io.triskel.load.size.EventsPerDollar;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.WorkloadFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as users call it, with the committed criteria and profiles. */
class EvaluateTest {
    private static final String CRITERIA = "../../evaluation/criteria.yaml";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"en", "fr"})
    void the_verdict_comes_first_and_the_text_fits_a_terminal(String language) {
        for (String profile : List.of("iot-fleet", "bank-orders")) {
            assertThat(evaluate("--profile", profile, "--language", language)).isZero();
        }

        assertThat(out.toString()).startsWith(language.equals("fr") ? "Aucun cloud ne l’emporte" : "No cloud leads");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void an_evaluation_in_french_has_no_english_but_titles_that_are_set_as_such(String profile) throws IOException {
        Path html = folder.resolve("evaluation.html");
        Path markdown = folder.resolve("evaluation.md");
        evaluate(
                "--profile", profile, "--language", "fr", "--html", html.toString(), "--markdown", markdown.toString());

        assertThat(Proofreader.findings(out.toString())).isEmpty();
        assertThat(Proofreader.findings(Prose.ofMarkdown(Files.readString(markdown))))
                .isEmpty();
        assertThat(Proofreader.findings(Prose.ofHtml(Files.readString(html)))).isEmpty();
    }

    @Test
    void without_a_run_the_verdict_says_what_is_computed_and_what_is_unknown() {
        evaluate("--profile", "iot-fleet");

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Nothing was measured on the clouds")
                .contains("Cost: AWS ")
                .containsPattern("[Ww]ithin these spans")
                .contains(
                        "Share of these costs from prices that are secondary, older than a year or of another region: AWS ")
                .contains("Unknown: throughput, latency, elasticity");
    }

    @Test
    void the_profiles_differ_in_how_far_the_clouds_are_apart() throws IOException {
        assertThat(spread(json("--profile", "iot-fleet")))
                .as("the bill parts the clouds")
                .isGreaterThan(2 * spread(json("--profile", "bank-orders")));
    }

    @Test
    void a_judgement_of_7_against_8_decides_no_first_place() throws IOException {
        Path judged = Files.writeString(folder.resolve("judged.yaml"), """
                evaluation: 1
                scored-at-least: 0.8
                criteria:
                  - id: archive
                    weight: 10
                    name: {en: Archive, fr: Archivage}
                    question: {en: Can it?, fr: Le peut-il ?}
                    missing: {en: Nobody looked., fr: Personne n’a regardé.}
                    judged:
                      aws: {score: 7, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}
                      azure: {score: 8, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}
                      gcp: {score: 0, why: {en: a, fr: b}, source: s, asOf: '2026', confidence: official}
                """);

        Evaluate.run(Map.of(), new PrintWriter(out), new PrintWriter(err), "--criteria", judged.toString(), "--json");

        assertThat(new ObjectMapper()
                        .readTree(out.toString())
                        .at("/firstInWeightings/anyScores/azure")
                        .doubleValue())
                .isBetween(0.5, 0.9);
    }

    @Test
    void without_a_profile_nothing_is_computed() throws IOException {
        JsonNode evaluation = json();

        assertThat(basis(evaluation, "cost").path("basis").textValue()).isEqualTo("missing");
        assertThat(basis(evaluation, "cost").has("scores")).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_is_printed_in_vain_is_told_by_message_and_exit_code() throws IOException {
        // Linux's device that is always full.
        try (PrintWriter full = new PrintWriter(Files.newBufferedWriter(Path.of("/dev/full")))) {
            assertThat(Evaluate.run(
                            Map.of("TRISKEL_HOME", "../.."), full, new PrintWriter(err), "--profile", "iot-fleet"))
                    .isEqualTo(2);
        } catch (IOException closed) {
            // Closing cannot write, either.
        }

        assertThat(err.toString()).contains("Cannot write to standard output");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_page_that_cannot_be_written_is_named() {
        assertThat(evaluate("--html", "/dev/full")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("Cannot write /dev/full (No space left on device). Make room, or name another file.");
    }

    @Nested
    class With_results {
        @ParameterizedTest
        @ValueSource(strings = {"memory", "simulated", "emulator"})
        void what_was_not_measured_on_a_cloud_scores_nothing_and_names_no_leader(String evidence) throws IOException {
            Path results = Runs.of("bank-orders", evidence).writeTo(folder.resolve("results"));

            JsonNode with = json("--profile", "bank-orders", "--results", results.toString());

            assertThat(with.path("criteria"))
                    .allSatisfy(one -> assertThat(one.path("basis").textValue()).isNotEqualTo("measured"));
            assertThat(with.path("verdict").has("leader")).isFalse();
            assertThat(with.path("totals"))
                    .isEqualTo(json("--profile", "bank-orders").path("totals"));
            assertThat(with.path("notTaken").toString()).contains("their evidence is " + evidence);
        }

        private JsonNode evaluated(String profile, List<String> folders) throws IOException {
            List<String> arguments = new ArrayList<>(List.of("--profile", profile, "--results"));
            arguments.addAll(folders);
            return json(arguments.toArray(String[]::new));
        }

        @Test
        void measurements_on_the_clouds_score() throws IOException {
            JsonNode evaluation = evaluated("bank-orders", Runs.campaign("bank-orders", folder));

            assertThat(basis(evaluation, "latency").path("basis").textValue()).isEqualTo("measured");
            assertThat(likely(evaluation, "latency", "aws")).isEqualTo(10);
            assertThat(likely(evaluation, "latency", "azure")).isBetween(2.4, 2.6);
            assertThat(basis(evaluation, "throughput").at("/figures/gcp/low").doubleValue())
                    .isCloseTo(
                            eventsPerDollar("gcp", new Range(5_000, 5_000, 5_062))
                                    .low(),
                            withinPercentage(0.01));
            assertThat(basis(evaluation, "throughput").toString())
                    .contains("what the deployed offer costs at that rate");
            assertThat(likely(evaluation, "elasticity", "azure")).isBetween(2.4, 2.6);
            assertThat(likely(evaluation, "ordering", "gcp")).isEqualTo(10);
            assertThat(evaluation.path("notTaken")).isEmpty();
        }

        @Test
        void the_runs_of_a_shipped_profile_score_all_that_can_be_measured() throws IOException {
            JsonNode evaluation = evaluated("iot-fleet", Runs.campaign("iot-fleet", folder));

            for (String criterion : List.of("throughput", "latency", "elasticity", "ordering")) {
                assertThat(basis(evaluation, criterion).path("basis").textValue())
                        .as(criterion)
                        .isEqualTo("measured");
            }
        }

        @Test
        void a_measure_that_the_profile_names_another_workload_for_is_not_taken_from_its_own() throws IOException {
            Path results = Runs.of("bank-orders", "cloud").writeTo(folder.resolve("results"));

            JsonNode evaluation = evaluated("bank-orders", List.of(results.toString()));

            assertThat(basis(evaluation, "latency").path("basis").textValue()).isEqualTo("measured");
            assertThat(basis(evaluation, "throughput").path("basis").textValue())
                    .isEqualTo("missing");
            assertThat(basis(evaluation, "elasticity").path("basis").textValue())
                    .isEqualTo("missing");
        }

        @Test
        void one_repeat_has_no_interval_and_scores_no_latency() throws IOException {
            Path results = new Runs("bank-orders", "cloud", 1, true).writeTo(folder.resolve("results"));

            JsonNode evaluation = json("--profile", "bank-orders", "--results", results.toString());

            assertThat(basis(evaluation, "latency").path("basis").textValue()).isEqualTo("missing");
        }

        @Test
        void an_invalid_run_scores_nothing() throws IOException {
            Path results = new Runs("bank-orders", "cloud", 2, false).writeTo(folder.resolve("results"));

            JsonNode evaluation = json("--profile", "bank-orders", "--results", results.toString());

            assertThat(basis(evaluation, "latency").path("basis").textValue()).isEqualTo("missing");
            assertThat(evaluation.path("notTaken").toString()).contains("invalid or incomplete");
        }

        @Test
        void another_workload_scores_nothing() throws IOException {
            Path results = Runs.of("steady", "cloud").writeTo(folder.resolve("results"));

            JsonNode evaluation = json("--profile", "bank-orders", "--results", results.toString());

            assertThat(basis(evaluation, "latency").path("basis").textValue()).isEqualTo("missing");
            assertThat(evaluation.path("notTaken").toString())
                    .contains("the profile needs capacity, bank-orders, backlog.");
        }

        @Test
        void capacity_is_compared_per_dollar_of_the_priced_offer_if_the_deployed_one_has_no_price() throws IOException {
            Path results = Runs.of("capacity", "cloud").writeTo(folder.resolve("results"));
            Path file = results.resolve("gcp").resolve("r0-w0.json");
            ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
            json.putObject("spend").put("usd", 1).put("budgetUsd", 5).put("offer", "of a friend");
            Files.writeString(file, json.toString());

            JsonNode evaluation = json("--profile", "bank-orders", "--results", results.toString());

            assertThat(basis(evaluation, "throughput").at("/figures/gcp/low").doubleValue())
                    .as("5,000 events/s for each dollar of the month")
                    .isEqualTo(5_000
                            / basis(evaluation, "cost").at("/figures/gcp/high").doubleValue());
            assertThat(basis(evaluation, "throughput").toString()).contains("monthly cost of the priced offer");
        }

        private Range eventsPerDollar(String cloud, Range rate) {
            Sizing sizing = Sizing.of(
                    WorkloadFile.read(Path.of("../workloads/capacity.yaml")), Optional.of("eu"), Clouds.installed());
            return EventsPerDollar.of(
                            sizing, cloud, new EventsPerDollar.Measured(rate, true, Optional.empty(), Map.of()))
                    .orElseThrow()
                    .events();
        }

        @Test
        void a_workload_of_the_same_name_that_is_another_one_scores_nothing() throws IOException {
            Path results = Runs.of("bank-orders", "cloud").writeTo(folder.resolve("results"));
            for (String target : List.of("aws", "azure", "gcp")) {
                for (int repeat = 0; repeat < 2; repeat++) {
                    Path file = results.resolve(target).resolve("r" + repeat + "-w0.json");
                    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(file.toFile());
                    json.withObject("/workload/keys").put("count", 2);
                    Files.writeString(file, json.toString());
                }
            }

            JsonNode evaluation = json("--profile", "bank-orders", "--results", results.toString());

            assertThat(basis(evaluation, "latency").path("basis").textValue()).isEqualTo("missing");
            assertThat(evaluation.path("notTaken").toString()).contains("is also named");
        }

        @Test
        void a_cloud_leads_that_is_ahead_of_all_that_is_missing() throws IOException {
            Path results = Runs.of("bank-orders", "cloud").writeTo(folder.resolve("results"));
            Path speed = profile("""
                    weights: {throughput: 20, latency: 50, elasticity: 20, ordering: 5, archive: 1,
                      orchestration: 0, operability: 0, security: 0, portability: 0, cost: 1, experience: 1,
                      compliance: 0, sustainability: 1}
                    """);

            JsonNode evaluation = json("--profile", speed.toString(), "--results", results.toString());

            assertThat(evaluation.path("verdict").path("leader").textValue()).isEqualTo("aws");
            assertThat(evaluation.path("verdict").path("text").textValue()).startsWith("AWS leads for speed, with ");
        }

        @Test
        void a_folder_without_results_is_an_error() {
            assertThat(evaluate("--results", folder.toString())).isEqualTo(2);
            assertThat(err.toString()).contains("No results in");
        }
    }

    @Nested
    class When_it_is_called_wrongly {
        @Test
        void an_unknown_profile_language_or_region_is_named_with_those_that_are_known() {
            assertThat(evaluate("--profile", "iot")).isEqualTo(2);
            assertThat(evaluate("--language", "de")).isEqualTo(2);
            assertThat(evaluate("--region", "mars")).isEqualTo(2);

            assertThat(err.toString())
                    .contains("unknown profile 'iot'; known: iot-fleet, bank-orders")
                    .contains("unknown language 'de'; known: en, fr")
                    .contains("unknown region 'mars'; known: us, eu");
        }

        @Test
        void a_weight_of_an_unknown_criterion_is_an_error_with_its_line_and_the_nearest_name() throws IOException {
            Path file = profile("weights: {costs: 3}\n");

            assertThat(evaluate("--profile", file.toString())).isEqualTo(2);
            assertThat(err.toString())
                    .contains("profile.yaml:5: unknown field 'costs' in 'weights'. Did you mean 'cost'?");
        }

        @Test
        void an_unknown_requirement_is_an_error_with_its_line_and_the_nearest_name() throws IOException {
            Path file = profile("requires: [own-key]\nweights: {cost: 3}\n");

            assertThat(evaluate("--profile", file.toString())).isEqualTo(2);
            assertThat(err.toString())
                    .contains("profile.yaml:5: 'requires' is 'own-key', which is unknown. Did you mean 'own-keys'?");
        }

        @Test
        void weights_of_0_alone_are_an_error() throws IOException {
            Path file = profile("weights: {"
                    + String.join(", ", ids().stream().map(id -> id + ": 0").toList()) + "}\n");

            assertThat(evaluate("--profile", file.toString())).isEqualTo(2);
            assertThat(err.toString()).contains("all weights are 0");
        }
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        json().path("criteria").forEach(one -> ids.add(one.path("id").textValue()));
        return ids;
    }

    private Path profile(String weights) throws IOException {
        Path workload =
                Path.of("../workloads/bank-orders.yaml").toAbsolutePath().normalize();
        return Files.writeString(
                folder.resolve("profile.yaml"),
                "profile: 1\nname: speed\nwhy: {en: it is fast, fr: c’est rapide}\nworkload: " + workload + "\n"
                        + weights);
    }

    private static double spread(JsonNode evaluation) {
        double[] totals = {
            evaluation.path("totals").path("aws").path("likely").doubleValue(),
            evaluation.path("totals").path("azure").path("likely").doubleValue(),
            evaluation.path("totals").path("gcp").path("likely").doubleValue()
        };
        return Arrays.stream(totals).max().orElseThrow()
                - Arrays.stream(totals).min().orElseThrow();
    }

    private static JsonNode basis(JsonNode evaluation, String id) {
        for (JsonNode one : evaluation.path("criteria")) {
            if (one.path("id").textValue().equals(id)) {
                return one;
            }
        }
        throw new AssertionError("no criterion " + id);
    }

    private static double likely(JsonNode evaluation, String id, String cloud) {
        return basis(evaluation, id).path("scores").path(cloud).path("likely").doubleValue();
    }

    private JsonNode json(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        out.getBuffer().setLength(0);
        assertThat(evaluate(all.toArray(String[]::new))).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void criteria_elsewhere_are_scored_with_a_shipped_profile_unless_they_have_their_own() throws IOException {
        Path criteria = Files.copy(Path.of(CRITERIA), folder.resolve("criteria.yaml"));
        Map<String, String> home = Map.of("TRISKEL_HOME", "../..");
        String[] arguments = {"--criteria", criteria.toString(), "--profile", "bank-orders"};

        assertThat(Evaluate.run(home, new PrintWriter(out), new PrintWriter(err), arguments))
                .as(err.toString())
                .isZero();

        Files.writeString(Files.createDirectory(folder.resolve("profiles")).resolve("bank-orders.yaml"), "weights: 7");
        assertThat(Evaluate.run(home, new PrintWriter(out), new PrintWriter(err), arguments))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains(folder.resolve("profiles/bank-orders.yaml").toString());
    }

    @Test
    void a_mistake_is_answered_as_by_the_other_commands() {
        assertThat(evaluate("--profil", "bank-orders")).isEqualTo(2);

        assertThat(err.toString())
                .startsWith("triskel evaluate: unknown option '--profil'; did you mean --profile?\n")
                .endsWith("Try 'triskel evaluate --help'.\n");
    }

    private int evaluate(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--criteria", CRITERIA));
        all.addAll(List.of(arguments));
        return Evaluate.run(Map.of(), new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    }
}
