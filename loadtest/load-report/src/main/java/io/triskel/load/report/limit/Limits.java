package io.triskel.load.report.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.report.merge.LoadRun;
import io.triskel.load.report.merge.TargetRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The documented limits that a load test may press on.
 *
 * @param readAt the day on which the sources were read
 */
public record Limits(String readAt, List<Limit> all) {
    public Limits {
        all = List.copyOf(all);
    }

    /** {@return the limits of {@code limits.json}} */
    public static Limits documented() {
        try (InputStream file = Objects.requireNonNull(Limits.class.getResourceAsStream("limits.json"))) {
            JsonNode root = new ObjectMapper().readTree(file);
            List<Limit> limits = new ArrayList<>();
            root.path("limits").forEach(one -> limits.add(limit(one)));
            return new Limits(root.path("readAt").asText(), limits);
        } catch (IOException broken) {
            throw new UncheckedIOException("limits.json in the jar is broken", broken);
        }
    }

    private static Limit limit(JsonNode one) {
        return new Limit(
                one.path("id").asText(),
                one.path("target").asText(),
                one.path("topic").asText(),
                one.path("documented").asText(),
                one.path("value").asDouble(),
                one.path("unit").asText(),
                Optional.ofNullable(one.get("per")).map(JsonNode::asText),
                Measure.valueOf(one.path("measure").asText().replace('-', '_').toUpperCase(Locale.ROOT)),
                one.path("source").asText(),
                Optional.ofNullable(one.get("url")).map(JsonNode::asText),
                one.path("asOf").asText(),
                one.path("confidence").asText());
    }

    /** {@return each limit for each target that stands for its cloud, by topic; none for targets that stand for no cloud} */
    public List<LimitCheck> checked(LoadRun run) {
        List<LimitCheck> checks = new ArrayList<>();
        for (Limit limit : all) {
            for (TargetRun target : run.targets()) {
                if (target.id().equals(limit.target()) || target.id().equals("sim-" + limit.target())) {
                    checks.add(LimitCheck.of(limit, target));
                }
            }
        }
        return checks;
    }
}
