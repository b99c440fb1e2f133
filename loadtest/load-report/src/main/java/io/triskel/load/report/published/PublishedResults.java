package io.triskel.load.report.published;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.report.merge.LoadRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All published results.
 *
 * @param readAt the day on which the sources were read
 */
public record PublishedResults(String readAt, List<PublishedResult> all) {
    public PublishedResults {
        all = List.copyOf(all);
    }

    /** {@return the results of {@code published.json}} */
    public static PublishedResults known() {
        try (InputStream file = Objects.requireNonNull(PublishedResults.class.getResourceAsStream("published.json"))) {
            JsonNode root = new ObjectMapper().readTree(file);
            List<PublishedResult> results = new ArrayList<>();
            root.path("results").forEach(one -> results.add(result(one)));
            return new PublishedResults(root.path("readAt").asText(), results);
        } catch (IOException broken) {
            throw new UncheckedIOException("published.json in the jar is broken", broken);
        }
    }

    private static PublishedResult result(JsonNode one) {
        return new PublishedResult(
                one.path("id").asText(),
                one.path("target").asText(),
                one.path("level").asText(),
                one.path("name").asText(),
                number(one, "p50Ms"),
                number(one, "p99Ms"),
                Optional.ofNullable(one.get("words")).map(JsonNode::asText),
                one.path("mind").asText(),
                one.path("source").asText(),
                Optional.ofNullable(one.get("url")).map(JsonNode::asText),
                one.path("asOf").asText(),
                one.path("confidence").asText());
    }

    private static OptionalDouble number(JsonNode one, String name) {
        return one.has(name) ? OptionalDouble.of(one.get(name).doubleValue()) : OptionalDouble.empty();
    }

    /** {@return the results for this run's level and clouds} */
    public List<PublishedResult> beside(LoadRun run) {
        return all.stream()
                .filter(one -> one.level().equals(run.level())
                        && run.target(one.target()).isPresent())
                .toList();
    }
}
