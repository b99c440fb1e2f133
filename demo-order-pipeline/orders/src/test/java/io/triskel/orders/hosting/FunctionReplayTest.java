package io.triskel.orders.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.ParkedReplay.ReplayReport;
import io.triskel.event.Deadline;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.ConsumerReplay;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.ReplayRequest;
import io.triskel.orders.MemoryOrders;
import io.triskel.orders.pipeline.Style;
import io.triskel.parking.Lane;
import io.triskel.projection.ReadModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FunctionReplayTest {
    private static final String VIEW = "order-view";

    private final ObjectMapper json = new ObjectMapper();
    private final MemoryOrders orders = new MemoryOrders(Style.ORCHESTRATION);

    @BeforeEach
    void park() {
        orders.spoils(ReadModel.class);
        orders.place(true);
        orders.settle();
    }

    private ConsumerFunctions functions() {
        return ConsumerFunctions.direct(orders.pipeline());
    }

    private Operations.Replayed replay(ConsumerFunctions functions, int limit) {
        return Objects.requireNonNull(new Operations(orders.pipeline())
                .replay(functions, VIEW::equals, limit, orders.soon())
                .get(VIEW));
    }

    @Nested
    class An_operator {
        @Test
        void invokes_the_functions_of_consumers_with_parked_events_and_no_others() {
            List<String> invoked = new ArrayList<>();

            var replayed = new Operations(orders.pipeline())
                    .replay(
                            (consumer, request, within) -> {
                                invoked.add(consumer);
                                return functions().invoke(consumer, request, within);
                            },
                            consumer -> true,
                            100,
                            orders.soon());

            assertThat(invoked).containsExactly(VIEW, "customer-notification");
            assertThat(replayed).hasSizeGreaterThan(1);
        }

        @Test
        void runs_no_handler_itself() {
            orders.repair();

            Operations.Replayed replayed = replay((consumer, request, within) -> answer(0, 1, false), 100);

            assertThat(replayed.report().failed()).isEqualTo(1);
            assertThat(orders.ports().platform().stores().parkingLot().held(VIEW, Optional.empty(), 10))
                    .isNotEmpty();
        }

        @Test
        void invokes_again_until_nothing_is_left_and_adds_the_answers_up() {
            orders.repair();
            List<JsonNode> answers = new ArrayList<>();

            Operations.Replayed replayed = replay(
                    (consumer, request, within) -> {
                        // As a function that has time for one event.
                        byte[] answer =
                                functions().invoke(consumer, new ReplayRequest(consumer, 1, within).toJson(), within);
                        answers.add(tree(answer));
                        return answer;
                    },
                    100);

            assertThat(replayed.problem()).isEmpty();
            assertThat(answers).hasSizeGreaterThan(2);
            assertThat(replayed.report().handled())
                    .isEqualTo(sum(answers, "handled"))
                    .isGreaterThan(1);
            assertThat(replayed.report().opened())
                    .isEqualTo(sum(answers, "opened"))
                    .isPositive();
            assertThat(orders.ports().platform().stores().parkingLot().held(VIEW, Optional.empty(), 10))
                    .isEmpty();
        }

        @Test
        void has_one_lane_replayed_and_no_other() {
            orders.repair();
            Operations operations = new Operations(orders.pipeline());
            List<Lane> parked = operations.lanes(VIEW);
            Lane other = new Lane(parked.get(0).value(), !parked.get(0).alone());

            ReplayReport nothing = operations.replay(functions(), VIEW, other, 100, orders.soon());
            ReplayReport replayed = operations.replay(functions(), VIEW, parked.get(0), 100, orders.soon());

            assertThat(nothing).isEqualTo(ReplayReport.none());
            assertThat(replayed.handled()).isPositive();
            assertThat(operations.lanes(VIEW)).isEqualTo(parked.subList(1, parked.size()));
        }

        @Test
        void stops_at_the_limit() {
            orders.repair();
            List<JsonNode> requests = new ArrayList<>();

            Operations.Replayed replayed = replay(
                    (consumer, request, within) -> {
                        requests.add(tree(request));
                        return answer(2, 0, true);
                    },
                    5);

            assertThat(requests)
                    .extracting(request -> request.path("limit").asInt())
                    .containsExactly(5, 3, 1);
            assertThat(replayed.report().handled()).isEqualTo(6);
        }

        @Test
        void stops_where_an_invocation_handles_nothing_and_counts_a_failing_lane_once() {
            List<String> invoked = new ArrayList<>();

            Operations.Replayed replayed = replay(
                    (consumer, request, within) -> {
                        invoked.add(consumer);
                        return answer(invoked.size() == 1 ? 3 : 0, 1, true);
                    },
                    100);

            assertThat(invoked).hasSize(2);
            assertThat(replayed.report().handled()).isEqualTo(3);
            assertThat(replayed.report().failed()).isEqualTo(1);
        }

        @Test
        void keeps_the_counts_until_a_function_cannot_be_invoked() {
            List<String> invoked = new ArrayList<>();

            Operations.Replayed replayed = replay(
                    (consumer, request, within) -> {
                        invoked.add(consumer);
                        if (invoked.size() > 1) {
                            throw new IllegalStateException("throttled");
                        }
                        return answer(3, 0, true);
                    },
                    100);

            assertThat(replayed.report().handled()).isEqualTo(3);
            assertThat(replayed.problem()).contains("throttled");
        }

        @Test
        void is_told_what_a_function_answers_that_does_not_know_replays() {
            assertThat(replay((consumer, request, within) -> bytes("{\"batchItemFailures\":[]}"), 9)
                            .problem())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("{\"batchItemFailures\":[]}", "a release that cannot replay may be deployed"));
            assertThat(replay((consumer, request, within) -> bytes("<html>"), 9).problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("<html>"));
        }
    }

    @Nested
    class A_function {
        private JsonNode ask(String request) {
            EventConsumer consumer =
                    Objects.requireNonNull(orders.pipeline().consumers().get(VIEW));
            return tree(ConsumerReplay.answer(
                    bytes(request.replace('\'', '"')), consumer, orders.ports().platform(), orders.soon()));
        }

        @Test
        void replays_its_consumer_and_says_whether_its_limit_left_something() {
            orders.repair();

            JsonNode first = ask("{'triskel':'replay','consumer':'order-view','limit':1,'seconds':50}");
            JsonNode rest = ask("{'triskel':'replay','consumer':'order-view','limit':100,'seconds':50}");

            assertThat(first.path("handled").asInt()).isEqualTo(1);
            assertThat(first.path("more").asBoolean()).isTrue();
            assertThat(rest.path("handled").asInt()).isPositive();
            assertThat(rest.path("more").asBoolean()).isFalse();
        }

        @Test
        void counts_what_fails_again() {
            assertThat(ask("{'triskel':'replay','consumer':'order-view','limit':100,'seconds':50}")
                            .path("failed")
                            .asInt())
                    .isPositive();
        }

        @Test
        void refuses_a_request_for_another_consumer() {
            assertThatThrownBy(() -> ask("{'triskel':'replay','consumer':'payment','limit':1,'seconds':1}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("this is the function of consumer order-view; the request is for payment");
        }

        @Test
        void says_what_it_expects_instead_of_a_broken_request() {
            for (String broken : List.of(
                    "no JSON",
                    "{}",
                    "{'triskel':'rewind','consumer':'order-view','limit':1,'seconds':1}",
                    "{'triskel':'replay','limit':1,'seconds':1}",
                    "{'triskel':'replay','consumer':'order-view','limit':0,'seconds':1}",
                    "{'triskel':'replay','consumer':'order-view','limit':1,'seconds':0}",
                    "{'triskel':'replay','consumer':'order-view','limit':1,'seconds':1,'lane':7}",
                    "{'triskel':'replay','consumer':'order-view','limit':'1','seconds':1}")) {
                assertThatThrownBy(() -> ask(broken))
                        .as(broken)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(
                                "expected {\"triskel\":\"replay\",\"consumer\":NAME,\"limit\":N,\"seconds\":N}");
            }
        }

        @Test
        void works_no_longer_than_its_host_lets_it() {
            orders.repair();
            EventConsumer consumer =
                    Objects.requireNonNull(orders.pipeline().consumers().get(VIEW));

            JsonNode answer = tree(ConsumerReplay.answer(
                    new ReplayRequest(VIEW, 100, Duration.ofSeconds(50)).toJson(),
                    consumer,
                    orders.ports().platform(),
                    new Deadline(orders.ports().platform().clock().instant())));

            assertThat(answer.path("handled").asInt()).isZero();
            assertThat(answer.path("more").asBoolean()).isTrue();
        }
    }

    private static int sum(List<JsonNode> answers, String count) {
        return answers.stream().mapToInt(answer -> answer.path(count).asInt()).sum();
    }

    private byte[] answer(int handled, int failed, boolean more) {
        return bytes(json.createObjectNode()
                .put("handled", handled)
                .put("duplicates", 0)
                .put("failed", failed)
                .put("busy", 0)
                .put("opened", 0)
                .put("more", more)
                .toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private JsonNode tree(byte[] document) {
        try {
            return json.readTree(document);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
