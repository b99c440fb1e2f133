package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.engine.Engine;
import io.triskel.engine.EngineDesk;
import io.triskel.local.Await;
import io.triskel.local.LoopbackServer;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.payment.Payment;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interpreter that is not ours runs the exported state machine, with participants in memory: all ends as with the core's saga. */
@Tag("local-clouds")
class MotoRunsItTest {

    /** A payment is waited for as long as a call-off takes to come, and not for a quarter of an hour. */
    private static String definition() {
        return ExportFulfilment.process()
                .asAmazonStates()
                .replace("${Partition}", "aws")
                .replace("\"TimeoutSeconds\" : 900", "\"TimeoutSeconds\" : 5");
    }

    @Test
    void orders_end_as_those_that_the_saga_leads_after_the_transitions_that_are_priced(@TempDir Path folder)
            throws IOException {
        AtomicReference<EngineDesk<Fulfilment>> desk = new AtomicReference<>();
        Map<String, String> endings = new TreeMap<>();
        OrdersInMemory.Ended byEngine;
        try (LoopbackServer function = LoopbackServer.start("ask", 8, call -> answer(call, desk.get()));
                MotoStates moto = new MotoStates(folder, function.uri(), definition())) {
            OrdersInMemory orders = new OrdersInMemory(ports -> led(ports, moto, desk));
            orders.place();
            Await.until("the payment of withdrawn to be asked for", () -> {
                orders.settle();
                return orders.pipeline().payment("withdrawn").status() == Payment.Status.REQUESTED;
            });
            orders.pipeline().ordering().cancel("withdrawn");

            Await.until("all executions to end", () -> {
                orders.settle();
                return OrdersInMemory.IDS.stream()
                        .noneMatch(order ->
                                moto.execution(order).path("status").asText().equals("RUNNING"));
            });
            orders.settle();

            OrdersInMemory.IDS.forEach(order -> endings.put(order, ending(moto.execution(order))));
            for (String order : OrdersInMemory.IDS) {
                assertThat(moto.entered(order))
                        .as("transitions of " + order)
                        .isEqualTo(EngineCountsTest.states(order).entered());
            }
            byEngine = orders.ended();
        }

        assertThat(byEngine).isEqualTo(OrdersInMemory.ledByTheSaga());
        assertThat(endings)
                .isEqualTo(Map.of(
                        "shipped", "completed",
                        "declined", "compensated: charge failed: PaymentDeclined",
                        "no-stock", "compensated: reserve failed: StockRefused",
                        "silent", "compensated: charge was not answered in time",
                        "withdrawn", "compensated: called off by OrderCancelled"));
    }

    private static OrderPipeline led(Ports ports, Engine moto, AtomicReference<EngineDesk<Fulfilment>> desk) {
        desk.set(EngineDesk.of(FulfilmentSaga.steps(), ports.platform(), moto));
        return new OrderPipeline(ports, desk.get());
    }

    private static void answer(HttpExchange call, EngineDesk<Fulfilment> desk) throws IOException {
        try (call) {
            desk.ask(call.getRequestBody().readAllBytes(), OrdersInMemory.soon());
            byte[] done = {'{', '}'};
            call.sendResponseHeaders(200, done.length);
            call.getResponseBody().write(done);
        }
    }

    private static String ending(JsonNode execution) {
        try {
            JsonNode output =
                    new ObjectMapper().readTree(execution.path("output").asText("{}"));
            String ending = output.path("ending").asText(execution.toString());
            return output.has("why") ? ending + ": " + output.path("why").asText() : ending;
        } catch (IOException broken) {
            throw new AssertionError("No JSON", broken);
        }
    }
}
