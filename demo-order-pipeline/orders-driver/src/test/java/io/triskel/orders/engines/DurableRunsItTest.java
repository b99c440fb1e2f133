package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.engine.EngineDesk;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderPipeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microsoft's middleware and runner replay the exported orchestrator, with participants in memory: all ends as with the core's saga. */
class DurableRunsItTest {
    @Test
    void orders_end_as_those_that_the_saga_leads(@TempDir Path folder) throws Exception {
        DurableHub hub = new DurableHub(CompiledOrchestrator.in(folder).load());
        OrdersInMemory orders = new OrdersInMemory(ports -> {
            EngineDesk<Fulfilment> desk = EngineDesk.of(FulfilmentSaga.steps(), ports.platform(), hub);
            hub.activity(request -> desk.ask(request, OrdersInMemory.soon()));
            return new OrderPipeline(ports, desk);
        });

        run(hub, orders);

        assertThat(hub.endings())
                .isEqualTo(Map.of(
                        "shipped", "ORCHESTRATION_STATUS_COMPLETED: \"completed\"",
                        "declined", "ORCHESTRATION_STATUS_COMPLETED: \"compensated\"",
                        "no-stock", "ORCHESTRATION_STATUS_COMPLETED: \"compensated\"",
                        "silent", "ORCHESTRATION_STATUS_COMPLETED: \"compensated\"",
                        "withdrawn", "ORCHESTRATION_STATUS_COMPLETED: \"compensated\""));
        assertThat(orders.ended()).isEqualTo(OrdersInMemory.ledByTheSaga());
    }

    /** The worker's middleware hides the message of a failure, so the custom status has the reason. */
    @Test
    void an_order_that_is_stuck_says_why(@TempDir Path folder) throws Exception {
        DurableHub hub = new DurableHub(CompiledOrchestrator.in(folder).load());
        hub.start("o1", "{\"instance\":\"o1\",\"state\":{\"data\":\"{}\"}}");
        hub.work();

        // The reservation, and the four requests to undo it.
        for (int day = 0; day < 5; day++) {
            hub.pass(Duration.ofDays(1).plusSeconds(1));
            hub.work();
        }

        assertThat(hub.endings().get("o1")).startsWith("ORCHESTRATION_STATUS_FAILED");
        assertThat(hub.status("o1")).isEqualTo("\"undo reserve was not answered in time\"");
    }

    /** Lets each order come to its end. */
    static void run(DurableHub hub, OrdersInMemory orders) {
        orders.place();
        settle(hub, orders);
        orders.pipeline().ordering().cancel("withdrawn");
        settle(hub, orders);
        hub.pass(FulfilmentSaga.PAYMENT_PATIENCE.plusSeconds(1));
        settle(hub, orders);
    }

    private static void settle(DurableHub hub, OrdersInMemory orders) {
        do {
            orders.settle();
        } while (hub.work());
    }
}
