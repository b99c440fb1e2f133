package io.triskel.load.size.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.json.ShippedFile;
import io.triskel.load.workload.Logs;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Bytes that an invocation of our packages writes into a cloud's log service. */
final class LogVolume {
    private static final JsonNode DATA = ShippedFile.json("/io/triskel/load/size/logs.json");

    /** By cloud. */
    private static final Map<String, Double> ALL = DATA.required("clouds").properties().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, cloud -> all(cloud.getValue())));

    private LogVolume() {}

    /**
     * {@return bytes of an invocation}
     *
     * @param kept how much is kept; empty for the range from none to all, in which none is likely: how much an operator keeps is unknown, and
     *     must not rank a cloud
     */
    static Range of(String cloud, Optional<Logs> kept) {
        double all = all(cloud);
        double sampled = all * DATA.required("sampled").doubleValue();
        if (kept.isEmpty()) {
            return new Range(0, 0, all);
        }
        return switch (kept.get()) {
            case NONE -> Range.ZERO;
            case SAMPLED -> Range.exactly(sampled);
            case ALL -> Range.exactly(all);
        };
    }

    /** {@return what {@link #of} says, in words} */
    static String told(String cloud, Optional<Logs> kept) {
        String all = String.format("%,.0f bytes an invocation in all", all(cloud));
        return switch (kept.map(Logs::word).orElse("")) {
            case "none" -> "none: " + all;
            case "sampled" -> "sampled, one invocation in ten: " + all;
            case "all" -> all;
            default -> "at most all, likely none, as --logs is not given: " + all;
        };
    }

    private static double all(String cloud) {
        return Objects.requireNonNull(ALL.get(cloud), () -> "logs.json does not describe the cloud " + cloud);
    }

    private static double all(JsonNode cloud) {
        JsonNode own = cloud.required("own");
        double invocations = own.required("invocations").doubleValue();
        double more = cloud.required("more").doubleValue();
        double bytes = own.required("bytes").doubleValue() / invocations
                + own.required("lines").doubleValue() / invocations * (length(cloud.required("around")) + more);
        for (JsonNode record : cloud.required("platform")) {
            bytes += length(record) + more;
        }
        return bytes;
    }

    private static int length(JsonNode text) {
        return text.textValue().getBytes(StandardCharsets.UTF_8).length;
    }
}
