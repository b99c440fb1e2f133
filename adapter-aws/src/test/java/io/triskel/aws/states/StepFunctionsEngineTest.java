package io.triskel.aws.states;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.aws.AwsClients;
import io.triskel.aws.LocalClients;
import io.triskel.event.PortException;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.states.StatesServer;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's client against the local Step Functions; a whole process runs in {@code target-aws}. */
class StepFunctionsEngineTest {
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:orders";

    private final StatesServer server =
            StatesServer.start(InstantSource.system(), Identities.unlimited(), new FaultPlan(1));
    private final AwsClients clients = LocalClients.of("SFN", server.uri());
    private final StepFunctionsEngine engine = StepFunctionsEngine.of(clients, MACHINE);

    @AfterEach
    void stop() {
        clients.close();
        server.close();
    }

    @Test
    void an_answer_that_nobody_waits_for_any_more_is_no_failure() {
        assertThatNoException().isThrownBy(() -> engine.complete("token", "{}"));
    }

    @Test
    void a_start_that_is_refused_is_a_failure_of_the_port() {
        assertThatThrownBy(() -> engine.start("order-1", "{}"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("An execution for order-1 was not started (INVALID)")
                .hasMessageContaining("State Machine Does Not Exist");
    }

    @Test
    void an_answer_whose_fate_is_not_known_is_a_failure_of_the_port() {
        server.faults().next(1, "SendTaskSuccess", new Fault.Failed());

        assertThatThrownBy(() -> engine.complete("token", "{}"))
                .isInstanceOf(PortException.class)
                .hasMessageContaining("A task did not get its answer (UNKNOWN)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order-1",
                "O_1",
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890"
            })
    void an_instance_whose_id_is_a_name_gives_its_execution_that_name(String instance) {
        assertThat(StepFunctionsEngine.name(instance)).isEqualTo(instance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 1",
                "order/1",
                "örder",
                "123456789012345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void any_other_id_gives_a_derived_name(String instance) {
        assertThat(StepFunctionsEngine.name(instance)).matches("[A-Za-z0-9_-]{43}");
    }
}
