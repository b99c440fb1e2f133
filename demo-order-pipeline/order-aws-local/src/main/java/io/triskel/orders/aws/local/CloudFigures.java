package io.triskel.orders.aws.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.aws.lambda.FunctionMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What Lambda counted, as the summary has it: of each function, and of all. */
final class CloudFigures {
    private CloudFigures() {}

    /** Adds what functions did; the sum comes first. */
    static void put(ObjectNode into, Map<String, FunctionMetrics> functions) {
        into.setAll(figures(functions.values()));
        ObjectNode each = into.putObject("functions");
        functions.forEach((name, metrics) -> each.set(name, figures(List.of(metrics))));
    }

    private static ObjectNode figures(Collection<FunctionMetrics> of) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        List<Duration> coldStarts = of.stream()
                .flatMap(each -> each.firstInvocations().stream())
                .sorted()
                .toList();
        long batches = of.stream().mapToLong(FunctionMetrics::batches).sum();
        long records = of.stream().mapToLong(FunctionMetrics::batchRecords).sum();
        return figures.put(
                        "invocations",
                        of.stream().mapToLong(FunctionMetrics::invocations).sum())
                .put("errors", of.stream().mapToLong(FunctionMetrics::errors).sum())
                .put(
                        "throttles",
                        of.stream().mapToLong(FunctionMetrics::throttles).sum())
                .put(
                        "coldStarts",
                        of.stream().mapToLong(each -> each.coldStarts().size()).sum())
                .put("coldStartMillisP50", median(coldStarts).toMillis())
                .put("batches", batches)
                .put("batchFill", batches == 0 ? 0 : Math.round(10.0 * records / batches) / 10.0)
                .put(
                        "busySeconds",
                        Math.round(of.stream()
                                                .map(FunctionMetrics::busy)
                                                .reduce(Duration.ZERO, Duration::plus)
                                                .toMillis()
                                        / 100.0)
                                / 10.0);
    }

    private static Duration median(List<Duration> sorted) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) / 2);
    }
}
