package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.function.FunctionMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The host's counts for the summary: of each function, and of all together.
 *
 * @param own what the host counts in addition to invocations and errors, by its name in the summary
 */
record CloudFigures(Map<String, ToLongFunction<FunctionMetrics>> own) {
    /** Adds what functions did; the sum comes first. */
    void put(ObjectNode into, Map<String, FunctionMetrics> functions) {
        into.setAll(figures(functions.values()));
        ObjectNode each = into.putObject("functions");
        new TreeMap<>(functions).forEach((name, metrics) -> each.set(name, figures(List.of(metrics))));
    }

    private ObjectNode figures(Collection<FunctionMetrics> of) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        figures.put("invocations", sum(of, FunctionMetrics::invocations));
        figures.put("errors", sum(of, FunctionMetrics::errors));
        own.forEach((name, count) -> figures.put(name, sum(of, count)));
        List<Duration> coldStarts = of.stream()
                .flatMap(each -> each.firstInvocations().stream())
                .sorted()
                .toList();
        long batches = sum(of, FunctionMetrics::batches);
        long records = sum(of, FunctionMetrics::batchRecords);
        Duration busy = of.stream().map(FunctionMetrics::busy).reduce(Duration.ZERO, Duration::plus);
        return figures.put("coldStarts", coldStarts.size())
                .put("coldStartMillisP50", median(coldStarts).toMillis())
                .put("batches", batches)
                .put("batchFill", batches == 0 ? 0 : Math.round(10.0 * records / batches) / 10.0)
                .put("busySeconds", Math.round(busy.toMillis() / 100.0) / 10.0);
    }

    private static long sum(Collection<FunctionMetrics> of, ToLongFunction<FunctionMetrics> count) {
        return of.stream().mapToLong(count).sum();
    }

    private static Duration median(List<Duration> sorted) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) / 2);
    }
}
