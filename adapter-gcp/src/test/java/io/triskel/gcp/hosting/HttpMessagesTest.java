package io.triskel.gcp.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.hosting.http.HttpAnswer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HttpMessagesTest {
    @Test
    void a_request_has_what_the_runtime_says() throws IOException {
        io.triskel.hosting.http.HttpRequest request = HttpMessages.read(new Request(
                "POST",
                "https://http-x.run.app/orders/a%20b?limit=5",
                Map.of("If-None-Match", List.of("\"3\"")),
                "Grüße"));

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/orders/a%20b");
        assertThat(request.query()).isEqualTo(Map.of("limit", "5"));
        assertThat(request.headers()).isEqualTo(Map.of("if-none-match", "\"3\""));
        assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("Grüße");
    }

    @Test
    void what_is_given_several_times_is_one_list() throws IOException {
        io.triskel.hosting.http.HttpRequest request = HttpMessages.read(new Request(
                "GET",
                "https://http-x.run.app/orders?limit=5&limit=6",
                Map.of("If-None-Match", List.of("\"3\"", "\"4\"")),
                ""));

        assertThat(request.query()).isEqualTo(Map.of("limit", "5,6"));
        assertThat(request.headers()).isEqualTo(Map.of("if-none-match", "\"3\",\"4\""));
    }

    @Test
    void an_address_that_is_no_uri_has_its_path_all_the_same() throws IOException {
        io.triskel.hosting.http.HttpRequest request =
                HttpMessages.read(new Request("GET", "https://http-x.run.app/orders?status=a|b", Map.of(), ""));

        assertThat(request.path()).isEqualTo("/orders");
        assertThat(request.query()).isEqualTo(Map.of("status", "a|b"));
        assertThat(HttpMessages.read(new Request("OPTIONS", "https://http-x.run.app", Map.of(), ""))
                        .path())
                .isEmpty();
        assertThat(HttpMessages.read(new Request("GET", "https://http-x.run.app?back=/orders", Map.of(), ""))
                        .path())
                .isEmpty();
    }

    @Test
    void a_query_is_decoded_and_what_cannot_be_stays_as_it_is() throws IOException {
        io.triskel.hosting.http.HttpRequest request = HttpMessages.read(
                new Request("GET", "https://http-x.run.app/orders?a=%C3%BC+%26&b=%zz&%3D==&c", Map.of(), ""));

        assertThat(request.query()).isEqualTo(Map.of("a", "ü &", "b", "%zz", "=", "="));
    }

    @Test
    void an_answer_has_status_headers_and_body() throws IOException {
        Response response = new Response();

        HttpMessages.write(
                new HttpAnswer(
                        409,
                        Map.of("ETag", "\"3\"", "Content-Type", "application/problem+json"),
                        "{}".getBytes(StandardCharsets.UTF_8)),
                response);

        assertThat(response.status).isEqualTo(409);
        assertThat(response.getContentType()).contains("application/problem+json");
        assertThat(response.getHeaders()).containsEntry("ETag", List.of("\"3\""));
        assertThat(response.body.toString(StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    /** A request as the runtime has it. */
    private record Request(String getMethod, String getUri, Map<String, List<String>> getHeaders, String text)
            implements HttpRequest {
        @Override
        public String getPath() {
            return "with its escapes taken out";
        }

        @Override
        public Optional<String> getQuery() {
            int query = getUri.indexOf('?');
            return query < 0 ? Optional.empty() : Optional.of(getUri.substring(query + 1));
        }

        @Override
        public Map<String, List<String>> getQueryParameters() {
            throw new IllegalStateException("The runtime reads a form's body here, and fails on broken escapes");
        }

        @Override
        public Map<String, HttpPart> getParts() {
            return Map.of();
        }

        @Override
        public Optional<String> getContentType() {
            return Optional.empty();
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public Optional<String> getCharacterEncoding() {
            return Optional.empty();
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }
    }

    /** A response as the runtime has it. */
    private static final class Response implements HttpResponse {
        private final Map<String, List<String>> headers = new TreeMap<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status = 200;
        private Optional<String> contentType = Optional.empty();

        @Override
        public void setStatusCode(int code) {
            status = code;
        }

        @Override
        public void setStatusCode(int code, String message) {
            status = code;
        }

        @Override
        public void setContentType(String type) {
            contentType = Optional.of(type);
        }

        @Override
        public Optional<String> getContentType() {
            return contentType;
        }

        @Override
        public void appendHeader(String header, String value) {
            headers.computeIfAbsent(header, name -> new ArrayList<>()).add(value);
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return headers;
        }

        @Override
        public ByteArrayOutputStream getOutputStream() {
            return body;
        }

        @Override
        public BufferedWriter getWriter() {
            return new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
        }
    }
}
