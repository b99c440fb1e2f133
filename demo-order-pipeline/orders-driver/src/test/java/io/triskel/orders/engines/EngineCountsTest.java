package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.engine.EngineDesk;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.pipeline.OrderPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an order makes each engine do that is billed, by how it ends; {@code size} reads the file. */
class EngineCountsTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path DATA = Path.of("../../loadtest/load-plan/src/main/resources/io/triskel/load/size");
    private static final Path COMMITTED = DATA.resolve("engine-counts.json");
    private static final String TIMEOUT = "";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The replies that an order gets, by its ending. */
    private static final Map<String, List<String>> REPLIES = Map.of(
            "shipped", List.of("stock-reserved", "payment-charged", "order-confirmed", "order-shipped"),
            "declined", List.of("stock-reserved", "payment-declined", "stock-released"),
            "no-stock", List.of("stock-refused"),
            "silent", List.of("stock-reserved", TIMEOUT, "payment-voided", "stock-released"),
            "withdrawn", List.of("stock-reserved", "order-cancelled", "payment-voided", "stock-released"));

    @Test
    void the_committed_counts_are_those_of_the_exported_definitions(@TempDir Path folder) throws Exception {
        Map<String, WorkflowHub.Steps> workflows = workflows();
        Map<String, DurableHub.Work> durable = durable(folder);
        Map<String, Long> orders = orders();
        List<String> rows = new ArrayList<>();
        for (String ending : OrdersInMemory.IDS) {
            rows.add(row(ending, orders.get(ending), states(ending), workflows.get(ending), durable.get(ending)));
        }
        String text = "{\n  \"source\": \"EngineCountsTest: each ending of an order on the exported definitions"
                + " (docs/engines), and how often orders.jsonl ends so\",\n  \"endings\": [\n"
                + String.join(",\n", rows) + "\n  ]\n}\n";

        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(COMMITTED, text);
        }

        assertThat(COMMITTED)
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .content()
                .isEqualToNormalizingNewlines(text);
    }

    private static String row(
            String ending, long orders, States states, WorkflowHub.Steps steps, DurableHub.Work durable) {
        return "    {\"ending\": \"" + ending + "\", \"orders\": " + orders + ", \"states\": " + states.entered
                + ", \"callbacks\": " + states.callbacks + ", \"calls\": " + states.calls + ", \"workflowSteps\": "
                + steps.all() + ", \"workflowWaits\": " + steps.waiting() + ", \"episodes\": " + durable.episodes()
                + ", \"activities\": " + durable.activities() + ", \"timers\": " + durable.timers()
                + ", \"events\": " + durable.events() + "}";
    }

    private static Map<String, WorkflowHub.Steps> workflows() {
        AtomicReference<EngineDesk<Fulfilment>> desk = new AtomicReference<>();
        try (WorkflowHub hub = new WorkflowHub(
                ExportFulfilment.process().asGoogleWorkflow(),
                request -> desk.get().ask(request, OrdersInMemory.soon()))) {
            OrdersInMemory orders = new OrdersInMemory(ports -> {
                desk.set(EngineDesk.of(FulfilmentSaga.steps(), ports.platform(), hub));
                return new OrderPipeline(ports, desk.get());
            });
            WorkflowRunsItTest.run(hub, orders);
            return hub.steps();
        }
    }

    private static Map<String, DurableHub.Work> durable(Path folder) throws Exception {
        DurableHub hub = new DurableHub(CompiledOrchestrator.in(folder).load());
        OrdersInMemory orders = new OrdersInMemory(ports -> {
            EngineDesk<Fulfilment> desk = EngineDesk.of(FulfilmentSaga.steps(), ports.platform(), hub);
            hub.activity(request -> desk.ask(request, OrdersInMemory.soon()));
            return new OrderPipeline(ports, desk);
        });
        DurableRunsItTest.run(hub, orders);
        return hub.done();
    }

    /**
     * What an execution of the state machine passes.
     *
     * @param entered states, each a transition
     * @param callbacks tasks that wait for a token
     * @param calls tasks that do not wait
     */
    record States(int entered, int callbacks, int calls) {}

    /** Follows the state machine; {@code MotoRunsItTest} has a foreign interpreter count the same. */
    static States states(String ending) throws IOException {
        JsonNode machine = JSON.readTree(ExportFulfilment.process().asAmazonStates());
        Deque<String> replies = new ArrayDeque<>(REPLIES.get(ending));
        States passed = new States(0, 0, 0);
        String reply = "";
        for (JsonNode at = machine.required("StartAt"); at.isTextual(); ) {
            JsonNode state = machine.required("States").required(at.textValue());
            String type = state.required("Type").textValue();
            boolean task = type.equals("Task");
            boolean waits = state.path("Resource").asText().endsWith("waitForTaskToken");
            passed = new States(
                    passed.entered + 1, passed.callbacks + (waits ? 1 : 0), passed.calls + (task && !waits ? 1 : 0));
            reply = waits ? replies.removeFirst() : reply;
            at = waits && reply.equals(TIMEOUT)
                    ? state.required("Catch").get(0).required("Next")
                    : type.equals("Choice") ? chosen(state, reply) : state.path("Next");
        }
        assertThat(replies).as(ending).isEmpty();
        return passed;
    }

    private static JsonNode chosen(JsonNode choice, String reply) {
        return StreamSupport.stream(choice.required("Choices").spliterator(), false)
                .filter(one -> one.toString().contains("\"orders." + reply + ".v1\""))
                .findFirst()
                .map(one -> one.required("Next"))
                .orElseThrow();
    }

    /** How often an order ends so, by what was counted in a run of all committed orders. */
    private static Map<String, Long> orders() throws IOException {
        Map<String, Long> types = new LinkedHashMap<>();
        JsonNode counted = JSON.readTree(Files.readAllBytes(DATA.resolve("order-traffic.json")));
        counted.required("types")
                .forEach(type -> types.put(
                        type.required("type").textValue(),
                        type.required("events").longValue()));
        long shipped = types.get("orders.order-shipped.v1");
        long declined = types.get("orders.payment-declined.v1");
        long refused = types.get("orders.stock-refused.v1");
        long withdrawn = types.get("orders.order-cancelled.v1");
        return Map.of(
                "shipped",
                shipped,
                "declined",
                declined,
                "no-stock",
                refused,
                "withdrawn",
                withdrawn,
                "silent",
                counted.required("orders").longValue() - shipped - declined - refused - withdrawn);
    }
}
