package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.observe.Observer;
import io.triskel.orders.deployed.DrivenDeployment;
import io.triskel.orders.deployed.LocalPipeline;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.Answers;
import io.triskel.orders.run.DemoResult;
import io.triskel.orders.run.Operator;
import io.triskel.orders.run.PipelineRun;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.view.OrderRow;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A rehearsed restore on a local cloud: all stores are put back to an earlier point, the published commits return, the consumers
 * read the bus again, and everything is as it was.
 */
public abstract class RestoreContract {
    /** So many lines precede the point: products, stock, and orders that have been shipped by then. */
    private static final int BEFORE = 12;

    private static final Duration TIME = Duration.ofMinutes(5);

    /** {@return the pipeline with few functions' processes} The caller closes it. */
    protected abstract LocalPipeline start(Style style);

    @Test
    final void orders_end_as_if_nothing_had_happened_and_nobody_is_charged_twice() {
        LocalPipeline pipeline = start(Style.ORCHESTRATION);
        try (RunLog log = new RunLog(Optional.empty(), warning -> {});
                DrivenDeployment driven =
                        new DrivenDeployment(pipeline, Style.ORCHESTRATION, log, Optional.empty(), Observer.none())) {
            PipelineRun run = new PipelineRun(driven, new Silent());
            List<String> lines = FewOrders.lines();
            tell(run, lines, 0, BEFORE);
            driven.settle(() -> {});
            Instant point = Instant.now();
            Runnable putBack = pipeline.copyStores();
            Map<String, Object> then = digest(driven.operator());
            tell(run, lines, BEFORE, lines.size());
            driven.settle(() -> {});
            Map<String, Object> undisturbed = digest(driven.operator());

            putBack.run();
            Map<String, Object> atThePoint = digest(driven.operator());
            Platform platform = driven.operator().platform();
            StoreRestore.Report report = new StoreRestore(platform, pipeline.published()).run(point, platform.in(TIME));
            pipeline.replay(report.replayFrom());
            driven.settle(() -> {});

            assertThat(atThePoint)
                    .as("the stores were put back")
                    .isEqualTo(then)
                    .isNotEqualTo(undisturbed);
            assertThat(report.commits().problems()).isEmpty();
            assertThat(report.commits().anonymous()).isZero();
            assertThat(report.commits().recovered()).isGreaterThan(50);
            assertThat(digest(driven.operator())).isEqualTo(undisturbed);
            DemoResult end = run.finish();
            assertThat(end.doubled()).as("such as a second charge").isZero();
            assertThat(end.complete()).as(end.toString()).isTrue();
        }
    }

    private static void tell(PipelineRun run, List<String> lines, int from, int to) {
        for (int i = from; i < to; i++) {
            run.line(i + 1, lines.get(i));
        }
    }

    /** How every order and its streams are, what was earned, and how many messages were sent. */
    private static Map<String, Object> digest(Operator operator) {
        Map<String, Object> digest = new TreeMap<>();
        for (OrderRow row : operator.orders()) {
            digest.put(row.order(), row.toString());
            for (String kind : List.of("order-", "payment-", "reservation-")) {
                StreamId stream = new StreamId(kind + row.order());
                digest.put(
                        stream.value(),
                        operator.platform().eventStore().read(stream, 0, 500).events().stream()
                                .map(Envelope::id)
                                .toList());
            }
        }
        List.of("P-1", "P-2")
                .forEach(product ->
                        digest.put(product, operator.pipeline().view().total(product)));
        digest.put("messages", operator.messages());
        return digest;
    }

    /** Nobody watches. */
    private static final class Silent implements Answers {
        @Override
        public void invalid(long number, String reason) {
            // One line of the input is none.
        }

        @Override
        public void progress(String phase, long orders, long ended, long events) {
            // The test waits for the end.
        }

        @Override
        public void rebuilding(long read) {
            // The test waits for the end.
        }
    }
}
