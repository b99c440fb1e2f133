package io.triskel.azure.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.durabletask.DurableTaskGrpcClientBuilder;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.triskel.event.PortException;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft's client against a host's calls; Microsoft's runner runs the whole process in {@code orders-driver}. */
class DurableFunctionsEngineTest {
    private static final String INPUT = "{\"instance\":\"o1\",\"state\":{\"data\":\"{\\\"rate\\\":0.10}\"}}";

    private final DurableHost host = new DurableHost();
    private final DurableFunctionsEngine engine = DurableFunctionsEngine.of("fulfilment_process");
    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void listen() throws IOException {
        String name = InProcessServerBuilder.generateName();
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(host)
                .build()
                .start();
        channel = InProcessChannelBuilder.forName(name).directExecutor().build();
        engine.connect(
                () -> new DurableTaskGrpcClientBuilder().grpcChannel(channel).build());
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    /** Each invocation's context would open a channel, which nobody closes. */
    @Test
    void the_client_of_the_first_invocation_serves_all_later_ones() {
        engine.connect(() -> {
            throw new AssertionError("A second client is opened");
        });

        engine.start("o1", INPUT);

        assertThat(host.started()).hasSize(1);
    }

    @Test
    void an_orchestration_starts_under_the_id_of_its_instance() {
        engine.start("o1", INPUT);

        assertThat(host.started()).containsExactly("fulfilment_process o1 " + INPUT);
    }

    @Test
    void a_second_start_does_nothing() {
        engine.start("o1", INPUT);
        engine.start("o1", INPUT);

        assertThat(host.started()).hasSize(1);
    }

    /** The host would start it again: an order would be charged twice. */
    @Test
    void an_orchestration_that_has_ended_is_not_started_again() {
        engine.start("o1", INPUT);
        host.end("o1");

        engine.start("o1", INPUT);

        assertThat(host.started()).hasSize(1);
    }

    @Test
    void a_start_that_another_invocation_was_faster_with_is_no_failure() {
        engine.start("o1", INPUT);
        host.hide("o1");

        engine.start("o1", INPUT);

        assertThat(host.started()).hasSize(1);
    }

    @Test
    void an_answer_is_raised_as_the_event_that_the_token_names() {
        engine.start("o1", INPUT);

        engine.complete("o1/do charge", "{\"reply\":\"r\",\"data\":\"{}\"}");

        assertThat(host.raised()).containsExactly("o1 do charge {\"reply\":\"r\",\"data\":\"{}\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o1/do charge", "never-started/do charge", "no token"})
    void an_answer_that_nobody_waits_for_any_more_is_no_failure(String token) {
        engine.start("o1", INPUT);
        host.end("o1");

        engine.complete(token, "{}");

        assertThat(host.raised()).isEmpty();
    }

    @Test
    void a_call_whose_fate_is_not_known_is_a_failure_of_the_port() {
        engine.start("o1", INPUT);
        host.fail(Status.UNAVAILABLE);

        assertThatThrownBy(() -> engine.start("o2", INPUT))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("An orchestration for o2 was not started (UNAVAILABLE)");
        assertThatThrownBy(() -> engine.complete("o1/do charge", "{}"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("An orchestration did not get its answer (UNAVAILABLE)");
    }

    @Test
    void a_function_without_a_client_binding_fails_and_says_so() {
        assertThatThrownBy(() -> DurableFunctionsEngine.of("fulfilment_process").start("o1", INPUT))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("this function has no client of Durable Functions (binding durableClient)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"o1", "shop:o_1.2-3"})
    void an_instance_whose_id_is_allowed_keeps_it(String instance) {
        assertThat(DurableFunctionsEngine.id(instance)).isEqualTo(instance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@o1",
                "o/1",
                "o?1",
                "order 1",
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void any_other_id_gives_a_derived_one(String instance) {
        assertThat(DurableFunctionsEngine.id(instance)).matches("[A-Za-z0-9_-]{43}");
    }
}
