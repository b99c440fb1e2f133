package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The host's counts for the summary: of each function, and of all together. */
final class CloudFigures {
    private CloudFigures() {}

    /** Adds what functions did; the sum comes first. */
    static void put(ObjectNode into, Map<String, FunctionFigures> functions) {
        into.setAll(figures(functions.values()));
        ObjectNode each = into.putObject("functions");
        functions.forEach((name, figures) -> each.set(name, figures(List.of(figures))));
    }

    private static ObjectNode figures(Collection<FunctionFigures> of) {
        ObjectNode figures = JsonNodeFactory.instance.objectNode();
        Map<String, Long> counts = new LinkedHashMap<>();
        of.forEach(each -> each.counts().forEach((name, count) -> counts.merge(name, count, Long::sum)));
        counts.forEach(figures::put);
        List<Duration> coldStarts =
                of.stream().flatMap(each -> each.coldStarts().stream()).sorted().toList();
        long batches = of.stream().mapToLong(FunctionFigures::batches).sum();
        long records = of.stream().mapToLong(FunctionFigures::batchRecords).sum();
        Duration busy = of.stream().map(FunctionFigures::busy).reduce(Duration.ZERO, Duration::plus);
        return figures.put("coldStarts", coldStarts.size())
                .put("coldStartMillisP50", median(coldStarts).toMillis())
                .put("batches", batches)
                .put("batchFill", batches == 0 ? 0 : Math.round(10.0 * records / batches) / 10.0)
                .put("busySeconds", Math.round(busy.toMillis() / 100.0) / 10.0);
    }

    private static Duration median(List<Duration> sorted) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) / 2);
    }
}
