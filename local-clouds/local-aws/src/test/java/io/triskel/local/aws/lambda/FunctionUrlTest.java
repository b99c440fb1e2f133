package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.aws.lambda.fixture.HttpFunction;
import io.triskel.local.aws.lambda.fixture.ScriptFunction;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class FunctionUrlTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private LambdaHost host;
    private FunctionUrl url;
    private FunctionUrl echo;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        host = LambdaHost.start(folder.resolve("logs"));
        Path zip = Deployment.zip(folder);
        url = host.publicUrl(host.deploy(FunctionDefinition.of("http", zip, HttpFunction.class.getName())));
        echo = host.publicUrl(host.deploy(FunctionDefinition.of("echo", zip, ScriptFunction.class.getName())));
    }

    @AfterAll
    void close() {
        host.close();
    }

    @Test
    void method_path_query_headers_cookies_and_text_arrive_and_come_back() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(url.uri().resolve("/orders/a%20b?x=1&x=2&y="))
                        .header("X-Test", "yes")
                        .header("Cookie", "a=1; b=2")
                        .header("Content-Type", "application/cloudevents+json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"ü\":1}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("POST /orders/a%20b false {\"ü\":1} yes [a=1, b=2]");
        assertThat(response.headers().firstValue("content-type")).contains("text/plain");
        assertThat(response.headers().firstValue("x-query"))
                .hasValueSatisfying(query -> assertThat(query).contains("x=1,2").contains("y="));
        assertThat(response.headers().firstValue("set-cookie")).contains("seen=yes");
    }

    @Test
    void bytes_arrive_and_come_back_unharmed() throws Exception {
        byte[] bytes = {0, 1, -1, -128, 127, 10, 13};

        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(url.uri().resolve("/binary"))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.body()).containsExactly(bytes);
        assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
    }

    @Test
    void a_function_that_throws_is_a_bad_gateway() throws Exception {
        assertThat(get(url, "/throw").statusCode()).isEqualTo(502);
    }

    @Test
    void an_answer_without_a_status_is_the_body() throws Exception {
        HttpResponse<String> response = get(echo, "/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(response.body()).contains("\"version\":\"2.0\"").contains("\"rawPath\":\"/\"");
    }

    private HttpResponse<String> get(FunctionUrl target, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(target.uri().resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
