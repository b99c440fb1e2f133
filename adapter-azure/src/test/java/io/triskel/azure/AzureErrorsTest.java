package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import io.triskel.publish.RejectionCause;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AzureErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "401, DENIED",
        "403, DENIED",
        "404, NOT_FOUND",
        "413, TOO_LARGE",
        "429, THROTTLED",
        "503, THROTTLED",
        "400, INVALID",
        "409, INVALID",
        "500, UNKNOWN",
        "504, UNKNOWN"
    })
    void a_status_without_a_known_code_has_a_cause(int status, RejectionCause cause) {
        assertThat(AzureErrors.causeOf(answered(status, null))).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "503, ServerBusy, THROTTLED",
        "400, PropertyValueTooLarge, TOO_LARGE",
        "400, TableNotFound, NOT_FOUND",
        "404, ContainerNotFound, NOT_FOUND",
        "400, AuthorizationFailure, DENIED",
        "503, OperationTimedOut, UNKNOWN",
        "409, TableBeingDeleted, NOT_FOUND",
        "400, KeyValueTooLarge, TOO_LARGE",
        "400, InvalidDuplicateRow, INVALID"
    })
    void a_code_says_more_than_its_status(int status, String code, RejectionCause cause) {
        assertThat(AzureErrors.causeOf(answered(status, code))).isEqualTo(cause);
        assertThat(AzureErrors.codeOf(answered(status, code))).contains(code);
    }

    @ParameterizedTest
    @EnumSource(AmqpErrorCondition.class)
    void every_condition_has_a_cause_that_knows_whether_it_may_pass(AmqpErrorCondition condition) {
        RejectionCause cause = AzureErrors.causeOf(new AmqpException(false, condition, "refused", null));

        assertThat(cause).isNotEqualTo(RejectionCause.TRANSIENT);
    }

    @Test
    void a_connection_that_was_never_made_is_transient() {
        assertThat(AzureErrors.causeOf(Exceptions.propagate(new IOException(new ConnectException("refused")))))
                .isEqualTo(RejectionCause.TRANSIENT);
    }

    @Test
    void an_answer_that_did_not_come_is_unknown_unless_nothing_was_sent() {
        TimeoutException late = new TimeoutException("late");

        assertThat(AzureErrors.causeOf(late)).isEqualTo(RejectionCause.UNKNOWN);
        assertThat(AzureErrors.causeBeforeSending(late)).isEqualTo(RejectionCause.TRANSIENT);
    }

    @Test
    void what_is_wrapped_is_looked_into() {
        AmqpException busy = new AmqpException(true, AmqpErrorCondition.SERVER_BUSY_ERROR, "busy", null);

        assertThat(AzureErrors.causeOf(new CompletionException(busy))).isEqualTo(RejectionCause.THROTTLED);
        assertThat(AzureErrors.causeOf(Exceptions.retryExhausted("Retries exhausted: 0/0", busy)))
                .isEqualTo(RejectionCause.THROTTLED);
        assertThat(AzureErrors.message(new CompletionException(busy))).contains("busy");
    }

    private static HttpResponseException answered(int status, String code) {
        HttpHeaders headers = new HttpHeaders();
        if (code != null) {
            headers.set(HttpHeaderName.fromString("x-ms-error-code"), code);
        }
        return new HttpResponseException("refused", new Answer(status, headers));
    }

    private static final class Answer extends HttpResponse {
        private final int status;
        private final HttpHeaders headers;

        Answer(int status, HttpHeaders headers) {
            super(new HttpRequest(HttpMethod.GET, "https://orders.table.core.windows.net"));
            this.status = status;
            this.headers = headers;
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @SuppressWarnings("deprecation")
        public String getHeaderValue(String name) {
            return headers.getValue(name);
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.empty();
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(new byte[0]);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just("");
        }
    }
}
