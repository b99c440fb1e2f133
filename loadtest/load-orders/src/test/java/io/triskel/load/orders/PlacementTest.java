package io.triskel.load.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    private static SendOutcome answered(int status) {
        return Placement.outcome(new OrderClient.Answer(status, JsonNodeFactory.instance.objectNode()), null);
    }

    @Test
    void an_order_that_was_recorded_now_or_before_is_accepted() {
        assertThat(answered(201)).isEqualTo(SendOutcome.ACCEPTED);
        assertThat(answered(200)).isEqualTo(SendOutcome.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "429, THROTTLED",
        "409, TRANSIENT",
        "500, UNKNOWN",
        "503, UNKNOWN",
        "400, INVALID",
        "422, INVALID",
        "403, DENIED",
        "404, NOT_FOUND",
        "413, TOO_LARGE"
    })
    void an_answer_that_refuses_it_says_why(int status, RejectionCause cause) {
        assertThat(answered(status)).isEqualTo(SendOutcome.refused(cause, "HTTP " + status));
    }

    @Test
    void without_a_connection_nothing_was_placed_and_without_an_answer_nobody_knows() {
        assertThat(Placement.outcome(null, new CompletionException(new ConnectException())))
                .isEqualTo(SendOutcome.refused(RejectionCause.TRANSIENT, "not connected"));
        assertThat(Placement.outcome(null, new HttpTimeoutException("late")))
                .isEqualTo(SendOutcome.refused(RejectionCause.UNKNOWN, "timed out"));
        assertThat(Placement.outcome(null, new IllegalStateException()))
                .isEqualTo(SendOutcome.refused(RejectionCause.UNKNOWN, "no answer"));
    }
}
