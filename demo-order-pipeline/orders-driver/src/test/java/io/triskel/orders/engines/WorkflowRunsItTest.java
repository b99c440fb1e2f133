package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.engine.EngineDesk;
import io.triskel.local.Await;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderPipeline;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** An interpreter of ours runs the exported workflow, with participants in memory: all ends as with the core's saga. */
class WorkflowRunsItTest {

    @Test
    void orders_end_as_those_that_the_saga_leads() {
        AtomicReference<EngineDesk<Fulfilment>> desk = new AtomicReference<>();
        try (WorkflowHub hub = new WorkflowHub(
                ExportFulfilment.process().asGoogleWorkflow(),
                request -> desk.get().ask(request, OrdersInMemory.soon()))) {
            OrdersInMemory orders = new OrdersInMemory(ports -> {
                desk.set(EngineDesk.of(FulfilmentSaga.steps(), ports.platform(), hub));
                return new OrderPipeline(ports, desk.get());
            });

            run(hub, orders);

            Map<String, String> endings = new TreeMap<>();
            hub.endings()
                    .forEach((order, said) -> endings.put(order, said.replaceAll("\\{\"instance\":\"[^\"]*\",", "")));
            assertThat(endings)
                    .isEqualTo(Map.of(
                            "shipped", "\"ending\":\"completed\",\"why\":\"\"}",
                            "declined", "\"ending\":\"compensated\",\"why\":\"charge failed: PaymentDeclined\"}",
                            "no-stock", "\"ending\":\"compensated\",\"why\":\"reserve failed: StockRefused\"}",
                            "silent", "\"ending\":\"compensated\",\"why\":\"charge was not answered in time\"}",
                            "withdrawn", "\"ending\":\"compensated\",\"why\":\"called off by OrderCancelled\"}"));
            assertThat(orders.ended()).isEqualTo(OrdersInMemory.ledByTheSaga());
        }
    }

    /** Lets each order come to its end. */
    static void run(WorkflowHub hub, OrdersInMemory orders) {
        orders.place();
        settle(hub, orders);
        orders.pipeline().ordering().cancel("withdrawn");
        settle(hub, orders);
        hub.pass(FulfilmentSaga.PAYMENT_PATIENCE.toSeconds());
        settle(hub, orders);
    }

    /** An execution that is at rest is moved by nothing but a reply, which this thread takes. */
    private static void settle(WorkflowHub hub, OrdersInMemory orders) {
        do {
            Await.until("the executions to wait", hub::isAtRest);
        } while (orders.settle() || !hub.isAtRest());
    }
}
