package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.batching.FlowController.MaxOutstandingElementCountReachedException;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiExceptionFactory;
import io.grpc.Status;
import io.triskel.publish.RejectionCause;
import java.net.ConnectException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcpErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, DENIED",
        "UNAUTHENTICATED, DENIED",
        "NOT_FOUND, NOT_FOUND",
        "RESOURCE_EXHAUSTED, THROTTLED",
        "INVALID_ARGUMENT, INVALID",
        "FAILED_PRECONDITION, INVALID",
        "OUT_OF_RANGE, INVALID",
        "UNIMPLEMENTED, INVALID",
        "ALREADY_EXISTS, INVALID",
        "ABORTED, TRANSIENT",
        "UNAVAILABLE, UNKNOWN",
        "DEADLINE_EXCEEDED, UNKNOWN",
        "INTERNAL, UNKNOWN",
        "UNKNOWN, UNKNOWN",
        "CANCELLED, UNKNOWN",
        "DATA_LOSS, UNKNOWN"
    })
    void a_status_has_a_cause(Status.Code code, RejectionCause cause) {
        Status status = Status.fromCode(code).withDescription("refused");

        assertThat(GcpErrors.causeOf(status.asRuntimeException())).isEqualTo(cause);
        assertThat(GcpErrors.causeOf(status.asException())).isEqualTo(cause);
        assertThat(GcpErrors.causeOf(thrownByTheClient(status))).isEqualTo(cause);
    }

    @ParameterizedTest
    @EnumSource(Status.Code.class)
    void before_anything_was_sent_nothing_is_unknown(Status.Code code) {
        assertThat(GcpErrors.causeBeforeSending(Status.fromCode(code).asRuntimeException()))
                .isNotEqualTo(RejectionCause.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Request payload size exceeds the limit: 10485760 bytes.",
                "The value for message_size is out of range: the message_size is 10000001 but it should be at most 10000000",
                "A message has at most 10,000,000 bytes, this one 10000001",
                "The attribute value is too large"
            })
    void what_is_too_large_is_told_from_what_is_malformed(String description) {
        assertThat(GcpErrors.causeOf(Status.INVALID_ARGUMENT.withDescription(description)))
                .isEqualTo(RejectionCause.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "'gRPC message exceeds maximum size 4194304: 10485771', TOO_LARGE",
        "'Received message larger than max (10485771 vs. 4194304)', TOO_LARGE",
        "'Quota exceeded for quota metric Publisher throughput', THROTTLED",
        "'This server holds at most 1000 bytes', THROTTLED"
    })
    void a_message_that_is_too_large_is_told_from_too_many(String description, RejectionCause cause) {
        assertThat(GcpErrors.causeOf(Status.RESOURCE_EXHAUSTED.withDescription(description)))
                .isEqualTo(cause);
    }

    @Test
    void a_connection_that_was_never_made_is_transient() {
        ConnectException refused = new ConnectException("Connection refused");

        assertThat(GcpErrors.causeOf(Status.UNAVAILABLE.withCause(refused).asRuntimeException()))
                .isEqualTo(RejectionCause.TRANSIENT);
        assertThat(GcpErrors.causeOf(new CompletionException(refused))).isEqualTo(RejectionCause.TRANSIENT);
    }

    @Test
    void what_the_client_itself_holds_back_did_not_happen() {
        assertThat(GcpErrors.causeOf(new CancellationException("The key has errors")))
                .isEqualTo(RejectionCause.TRANSIENT);
        assertThat(GcpErrors.causeOf(new MaxOutstandingElementCountReachedException(10)))
                .isEqualTo(RejectionCause.THROTTLED);
    }

    @Test
    void an_answer_that_did_not_come_is_unknown_unless_nothing_was_sent() {
        TimeoutException late = new TimeoutException("late");

        assertThat(GcpErrors.causeOf(late)).isEqualTo(RejectionCause.UNKNOWN);
        assertThat(GcpErrors.causeBeforeSending(late)).isEqualTo(RejectionCause.TRANSIENT);
        assertThat(GcpErrors.message(late)).contains("late");
    }

    @Test
    void the_innermost_status_counts_and_is_said() {
        Throwable denied =
                Status.PERMISSION_DENIED.withDescription("User not authorized").asRuntimeException();
        Throwable failure = new CompletionException(Status.FAILED_PRECONDITION
                .withDescription("wrapped")
                .withCause(denied)
                .asRuntimeException());

        assertThat(GcpErrors.causeOf(failure)).isEqualTo(RejectionCause.DENIED);
        assertThat(GcpErrors.message(failure)).isEqualTo("PERMISSION_DENIED: User not authorized");
    }

    @Test
    void a_client_exception_without_a_status_behind_it_has_its_own_code() {
        Throwable bare = ApiExceptionFactory.createException(
                "no such topic", null, GrpcStatusCode.of(Status.Code.NOT_FOUND), false);

        assertThat(GcpErrors.causeOf(bare)).isEqualTo(RejectionCause.NOT_FOUND);
    }

    private static Throwable thrownByTheClient(Status status) {
        return ApiExceptionFactory.createException(
                status.asRuntimeException(), GrpcStatusCode.of(status.getCode()), false);
    }
}
