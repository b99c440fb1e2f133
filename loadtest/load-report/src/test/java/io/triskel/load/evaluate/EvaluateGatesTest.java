package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates, as the command applies them to the offers of the clouds before it scores any. */
class EvaluateGatesTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void a_requirement_of_the_profile_is_a_gate_of_the_offer_that_is_priced() throws IOException {
        JsonNode free = json(orders(""));
        JsonNode keys = json(orders("requires: [own-keys]\n"));

        assertThat(free.at("/offers/azure/name").textValue()).startsWith("Event Hubs Basic");
        assertThat(keys.at("/offers/azure/name").textValue()).startsWith("Event Hubs Premium");
        assertThat(cost(keys).at("/figures/azure/likely").doubleValue())
                .isGreaterThan(cost(free).at("/figures/azure/likely").doubleValue());
    }

    @Test
    void a_cloud_that_is_out_is_named_first_with_the_gate_that_it_fails() throws IOException {
        assertThat(run("--profile", quarter().toString()).replaceAll("\\s+", " "))
                .startsWith("No cloud leads for quarter. Google is out. None of its offers (")
                .contains("fails: Retention and replay (")
                .contains("The profile does without: Retention and replay (offers that pass: 0 of ");
    }

    @Test
    void a_cloud_whose_every_offer_fails_a_gate_scores_nothing() throws IOException {
        JsonNode evaluation = json(quarter());

        List<String> scored = new ArrayList<>();
        evaluation.path("criteria").forEach(one -> {
            if (one.path("scores").has("gcp")) {
                scored.add(one.path("id").textValue());
            }
        });
        assertThat(scored).isEmpty();
        assertThat(cost(evaluation).at("/scores/aws/likely").doubleValue()).isBetween(0.1, 10.0);
    }

    @Test
    void a_law_that_no_cloud_meets_leaves_nothing_to_compare() throws IOException {
        Path criteria = Files.writeString(
                folder.resolve("criteria.yaml"),
                Files.readString(Path.of("../../evaluation/criteria.yaml")).replace("passes: true", "passes: false"));

        String text = run(
                "--criteria",
                criteria.toString(),
                "--profile",
                orders("requires: [stored-in-eu]\n").toString());

        assertThat(text)
                .startsWith("No cloud passes every gate of few.")
                .contains(
                        "AWS is out", "Azure is out", "Google is out", "Every cloud fails a gate, so none has a score.")
                .contains("The profile does without: Law: stored in the EU")
                .doesNotContain("The totals as a table\nTotal  AWS");
    }

    @Test
    void the_only_cloud_that_passes_is_not_called_a_leader() throws IOException {
        Path criteria = Files.writeString(
                folder.resolve("criteria.yaml"),
                Files.readString(Path.of("../../evaluation/criteria.yaml"))
                        .replaceFirst("passes: true", "passes: false")
                        .replace("only: [Event Hubs Premium, Event Hubs Dedicated]", "only: [None]"));

        String text = run(
                "--criteria",
                criteria.toString(),
                "--profile",
                orders("requires: [own-keys]\n").toString());

        assertThat(text).startsWith("Only Google passes every gate of few.").contains("No measurements.");
    }

    /** {@return a profile whose bus must be readable for a quarter, which Pub/Sub is not} */
    private Path quarter() throws IOException {
        Path workload = Files.writeString(
                folder.resolve("quarter.yaml"),
                Files.readString(Path.of("../workloads/iot-fleet.yaml"))
                        .replace("name: iot-fleet", "name: quarter")
                        .replace("retention: 3d", "retention: 90d"));
        return Files.writeString(
                folder.resolve("quarter-profile.yaml"),
                "profile: 1\nname: quarter\nwhy: {en: audits, fr: audits}\nworkload: " + workload
                        + "\nweights: {cost: 5}\n");
    }

    /** {@return a profile of few small events, which any tier carries} */
    private Path orders(String requires) throws IOException {
        Path workload = Files.writeString(folder.resolve("few.yaml"), """
                workload: 1
                name: few
                level: function
                event:
                  size: 300B
                keys:
                  count: 1000
                phases:
                  - steady: {rate: 50/s, for: 60s}
                demand:
                  mean: 10/s
                  peak: 50/s
                  retention: 1d
                  function: {work: 2ms, cpu: 1ms, memory: 512MiB, batch: 10}
                """);
        return Files.writeString(
                folder.resolve("few-profile.yaml"),
                "profile: 1\nname: few\nwhy: {en: few, fr: peu}\nworkload: " + workload + "\n" + requires
                        + "weights: {cost: 5}\n");
    }

    private String run(String... arguments) {
        PrintWriter writer = new PrintWriter(out);
        assertThat(Evaluate.run(Map.of("TRISKEL_HOME", "../.."), writer, writer, arguments))
                .as(out.toString())
                .isZero();
        return out.toString();
    }

    private JsonNode json(Path profile) throws IOException {
        out.getBuffer().setLength(0);
        return new ObjectMapper().readTree(run("--profile", profile.toString(), "--json"));
    }

    private static JsonNode cost(JsonNode evaluation) {
        for (JsonNode one : evaluation.path("criteria")) {
            if (one.path("id").textValue().equals("cost")) {
                return one;
            }
        }
        throw new AssertionError("no cost");
    }
}
