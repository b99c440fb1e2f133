package io.triskel.orders.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.ReplayRequest;
import io.triskel.orders.contracts.RecoveryContract;
import io.triskel.orders.pipeline.Ports;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package that is deployed, on a local Azure. */
@Tag("local-clouds")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedReplayTest extends RecoveryContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    private LocalOrders orders;
    private Ports owner;
    private Ports operator;
    private ConsumerFunctions functions;

    @BeforeAll
    void deploy(@TempDir Path folder) {
        orders = new LocalOrders(folder);
        owner = orders.ownersPorts();
        operator = orders.operatorsPorts();
        functions = orders.functions(orders.app().functionKey("replay"));
    }

    @AfterAll
    void end() {
        orders.close();
    }

    @Override
    protected Ports owner() {
        return owner;
    }

    @Override
    protected Ports operator() {
        return operator;
    }

    @Override
    protected ConsumerFunctions functions() {
        return functions;
    }

    @Test
    void the_key_of_customers_lets_nobody_replay() {
        assertThat(problem(orders.functions(orders.app().functionKey("web"))))
                .contains("operations/replay/" + CONSUMER + " answers 401: ", "TRISKEL_APP_REPLAY_KEY is not the key");
    }

    @Test
    void a_consumer_of_the_other_style_and_a_request_for_another_consumer_are_refused_in_words() {
        byte[] request = new ReplayRequest("payment-watch", 1, SOON).toJson();

        assertThatThrownBy(() -> functions.invoke("payment-watch", request, SOON))
                .hasMessageContaining(
                        "answers 400, there is no consumer payment-watch in this deployment of application 'orders'");
        assertThatThrownBy(() -> functions.invoke("payment", request, SOON))
                .hasMessageContaining("answers 400, this is the function of consumer payment; the request is for");
    }
}
