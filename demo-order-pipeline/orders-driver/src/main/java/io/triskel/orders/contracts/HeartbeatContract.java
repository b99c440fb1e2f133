package io.triskel.orders.contracts;

import io.triskel.codec.StateCodec;
import io.triskel.hosting.Heartbeat;
import io.triskel.hosting.clock.TickReport;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import io.triskel.transfer.Replicas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The clock of every deployed package reports a consumer that nothing invokes. */
public abstract class HeartbeatContract {
    /** The consumer that the deployment under test does not invoke. */
    protected static final String DISABLED = "payment";

    private static final Duration LONG = TickReport.SILENT.plusMinutes(1);

    /** {@return the store of the consumers' notes} */
    protected abstract Replicas notes();

    /** Calls the clock's function. {@return its answer} */
    protected abstract String tick(Instant now);

    @Test
    final void a_disabled_consumer_grows_silent_while_the_others_see_the_clocks_heartbeat() {
        List<String> consumers = OrderPipeline.consumerNames(Style.ORCHESTRATION);
        Instant longAgo = Instant.now().minus(LONG);
        consumers.forEach(consumer -> Heartbeat.note(notes(), consumer, longAgo));

        DeployedOrdersContract.await(
                "all consumers but one to see a heartbeat", () -> silent().equals(List.of(DISABLED)));

        silentTimer();
    }

    /** Looks at what a timer does while a consumer is silent. */
    protected void silentTimer() {}

    /** {@return the consumers that the clock reports as silent; none if the clock failed, as it may while all functions start} */
    private List<String> silent() {
        String answer = tick(Instant.now());
        return answer.startsWith("{\"")
                ? StateCodec.of()
                        .decode(answer.getBytes(StandardCharsets.UTF_8), TickReport.class)
                        .silent()
                : List.of();
    }
}
