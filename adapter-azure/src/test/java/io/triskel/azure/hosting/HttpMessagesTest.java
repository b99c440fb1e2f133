package io.triskel.azure.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HttpMessagesTest {
    @Test
    void a_request_has_what_the_message_says() {
        HttpRequest request = HttpMessages.read(new Message(
                URI.create("https://shop.azurewebsites.net/orders/a%20b?limit=5"),
                HttpMethod.POST,
                Map.of("If-None-Match", "\"3\""),
                Map.of("limit", "5"),
                Optional.of("Grüße")));

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/orders/a%20b");
        assertThat(request.query()).isEqualTo(Map.of("limit", "5"));
        assertThat(request.headers()).isEqualTo(Map.of("if-none-match", "\"3\""));
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("Grüße");
    }

    @Test
    void a_request_without_body_has_none() {
        Message message = new Message(URI.create("http://x/"), HttpMethod.GET, Map.of(), Map.of(), Optional.empty());

        assertThat(HttpMessages.read(message).body()).isEmpty();
    }

    @Test
    void a_body_that_was_no_utf_8_is_no_utf_8_for_the_api_either() {
        Message message = new Message(
                URI.create("http://x/"), HttpMethod.POST, Map.of(), Map.of(), Optional.of("{\"a\":\"\uFFFD\"}"));

        byte[] body = HttpMessages.read(message).body();

        assertThatThrownBy(() -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)))
                .isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void a_body_that_the_host_has_lost_is_asked_for_with_its_length() {
        Message lost = new Message(
                URI.create("http://x/"),
                HttpMethod.POST,
                Map.of("transfer-encoding", "chunked"),
                Map.of(),
                Optional.empty());

        assertThat(HttpMessages.refusal(lost)).hasValueSatisfying(answer -> {
            assertThat(answer.status()).isEqualTo(411);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("send it with its Content-Length");
        });
    }

    @Test
    void an_address_that_the_worker_cannot_read_is_a_problem_of_the_sender() {
        HttpRequestMessage<Optional<String>> message = new Unreadable();

        assertThat(HttpMessages.refusal(message)).hasValueSatisfying(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.headers()).containsEntry("Content-Type", "application/problem+json");
        });
    }

    @Test
    void other_requests_are_not_refused() {
        Message message = new Message(URI.create("http://x/"), HttpMethod.POST, Map.of(), Map.of(), Optional.of("{}"));

        assertThat(HttpMessages.refusal(message)).isEmpty();
    }

    @Test
    void an_answer_has_status_headers_and_body() {
        Message message = new Message(URI.create("http://x/"), HttpMethod.GET, Map.of(), Map.of(), Optional.empty());

        HttpResponseMessage response = HttpMessages.write(
                new HttpAnswer(409, Map.of("ETag", "\"3\""), "{}".getBytes(StandardCharsets.UTF_8)), message);

        assertThat(response.getStatusCode()).isEqualTo(409);
        assertThat(response.getHeader("ETag")).isEqualTo("\"3\"");
        assertThat(response.getBody()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
    }

    /** A request as the worker has it. */
    private record Message(
            URI getUri,
            HttpMethod getHttpMethod,
            Map<String, String> getHeaders,
            Map<String, String> getQueryParameters,
            Optional<String> getBody)
            implements HttpRequestMessage<Optional<String>> {
        @Override
        public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
            return new Response().status(status);
        }

        @Override
        public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
            return new Response().status(status);
        }
    }

    /** The real worker reads a request's address when the function asks for it. */
    private static final class Unreadable implements HttpRequestMessage<Optional<String>> {
        @Override
        public URI getUri() {
            return URI.create("http://x/orders?status=a|b");
        }

        @Override
        public HttpMethod getHttpMethod() {
            return HttpMethod.GET;
        }

        @Override
        public Map<String, String> getHeaders() {
            return Map.of();
        }

        @Override
        public Map<String, String> getQueryParameters() {
            return Map.of("status", "a|b");
        }

        @Override
        public Optional<String> getBody() {
            return Optional.empty();
        }

        @Override
        public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
            return new Response().status(status);
        }

        @Override
        public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
            return new Response().status(status);
        }
    }

    /** A response as the worker has it. */
    private static final class Response implements HttpResponseMessage, HttpResponseMessage.Builder {
        private final Map<String, String> headers = new HashMap<>();
        private HttpStatusType status = HttpStatus.OK;
        private Object body = "";

        @Override
        public Builder status(HttpStatusType given) {
            status = given;
            return this;
        }

        @Override
        public Builder header(String key, String value) {
            headers.put(key, value);
            return this;
        }

        @Override
        public Builder body(Object given) {
            body = given;
            return this;
        }

        @Override
        public HttpResponseMessage build() {
            return this;
        }

        @Override
        public HttpStatusType getStatus() {
            return status;
        }

        @Override
        public String getHeader(String key) {
            return headers.getOrDefault(key, "");
        }

        @Override
        public Object getBody() {
            return body;
        }
    }
}
