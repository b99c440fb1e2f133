package io.triskel.orders.memory;

import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.Answers;
import io.triskel.orders.run.DemoResult;
import io.triskel.orders.run.PipelineRun;
import io.triskel.orders.view.OrderRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs an input in this process, and keeps all that can be compared of its outcome. */
final class Runs {
    private Runs() {}

    /** What a run was about, and what came of it. */
    record Outcome(DemoResult result, List<OrderRow> rows, List<String> invalid) {
        /** What must not depend on how events interleave: not how often which event was needed. */
        List<Object> finalState() {
            return List.of(
                    result.ordersByState(),
                    result.figures().sagasByEnding(),
                    result.revenueByProduct(),
                    result.figures().notifications(),
                    result.repeatedOrders(),
                    result.cancellationsRefused(),
                    result.figures().parked(),
                    result.view(),
                    invalid,
                    rows.stream()
                            .map(row -> row.order() + " " + row.status() + " " + row.reason() + " " + row.lines())
                            .toList());
        }
    }

    static Outcome of(Style style, Chaos chaos, List<String> lines) {
        List<String> invalid = new ArrayList<>();
        return of(new MemoryPipeline(style, chaos), lines, invalid);
    }

    static Outcome sideBySide(Style style, int threads, List<String> lines) {
        try (MemoryPipeline pipeline = new MemoryPipeline(style, Chaos.none(), threads, event -> {}, Observer.none())) {
            return of(pipeline, lines, new ArrayList<>());
        }
    }

    static Outcome of(MemoryPipeline pipeline, List<String> lines, List<String> invalid) {
        Answers answers = new Answers() {
            @Override
            public void invalid(long number, String reason) {
                invalid.add(number + ": " + reason);
            }

            @Override
            public void progress(String phase, long orders, long ended, long events) {}

            @Override
            public void rebuilding(long read) {}
        };
        PipelineRun run = new PipelineRun(new DrivenMemory(pipeline), answers);
        for (int i = 0; i < lines.size(); i++) {
            run.line(i + 1L, lines.get(i));
        }
        return new Outcome(run.finish(), run.rows(), invalid);
    }

    static List<String> committed() {
        Path fromModule = Path.of("../orders.jsonl");
        Path file = Files.exists(fromModule) ? fromModule : Path.of("demo-order-pipeline/orders.jsonl");
        try {
            return Files.readAllLines(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
