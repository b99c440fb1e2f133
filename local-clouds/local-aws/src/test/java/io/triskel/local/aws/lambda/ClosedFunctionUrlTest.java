package io.triskel.local.aws.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.FaultPlan;
import io.triskel.local.aws.iam.Identities;
import io.triskel.local.aws.iam.Permission;
import io.triskel.local.aws.lambda.fixture.HttpFunction;
import io.triskel.local.aws.lambda.fixture.ScriptFunction;
import io.triskel.local.aws.wire.AccessKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** AuthType AWS_IAM, judged by the SDK's own signer and by curl's. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class ClosedFunctionUrlTest {
    private static final String SECRET = "another".repeat(5);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Identities identities = Identities.enforced();
    private LambdaHost host;
    private FunctionUrl url;
    private FunctionUrl echo;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        host = LambdaHost.start(
                folder.resolve("logs"),
                Path.of(System.getProperty("java.home")),
                InstantSource.system(),
                new FaultPlan(1),
                identities);
        Path zip = Deployment.zip(folder);
        url = host.url(host.deploy(FunctionDefinition.of("http", zip, HttpFunction.class.getName())));
        echo = host.url(host.deploy(FunctionDefinition.of("echo", zip, ScriptFunction.class.getName())));
    }

    @AfterAll
    void close() {
        host.close();
    }

    @Test
    void a_call_without_a_signature_is_forbidden() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(url.uri().resolve("/orders")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("AccessDeniedException");
        assertThat(response.body()).startsWith("{\"Message\":\"Forbidden");
    }

    @Test
    void the_sdks_signature_is_accepted_with_path_query_and_body() throws Exception {
        HttpResponse<String> response = send(call("/orders/a%20b/%C3%BC%2Fx?x=1&y=a%20b&x=0&z", "{\"ü\":1}"));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(response.body()).startsWith("POST /orders/a%20b/");
    }

    @Test
    void the_function_is_told_who_called() throws Exception {
        HttpResponse<String> response = send(new Call(echo.uri(), "/", "", host.accessKey(), "lambda", Duration.ZERO));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .contains("\"iam\":{\"accessKey\":\"" + host.accessKey().id() + "\"")
                .doesNotContain(host.accessKey().secret());
    }

    @Test
    void the_signature_of_another_secret_or_of_another_request_does_not_match() throws Exception {
        Call call = call("/orders", "{}");
        HttpResponse<String> otherSecret =
                send(call.by(new AccessKey(host.accessKey().id(), SECRET)));
        HttpResponse<String> otherBody = client.send(
                signed(call).POST(HttpRequest.BodyPublishers.ofString("{ }")).build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> otherPath = client.send(
                signed(call).uri(url.uri().resolve("/customers")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(List.of(otherSecret, otherBody, otherPath)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("InvalidSignatureException");
            assertThat(response.body()).contains("The request signature we calculated does not match");
        });
    }

    @Test
    void another_key_another_service_and_another_time_are_refused() throws Exception {
        Call call = call("/orders", "{}");

        assertThat(send(call.by(AccessKey.generate())).body()).contains("security token included in the request");
        assertThat(send(call.of("execute-api")).body()).contains("correct service: 'lambda'");
        assertThat(send(call.late(Duration.ofMinutes(6))).body()).contains("Signature expired");
    }

    @Test
    void a_role_may_call_with_both_permissions_only() throws Exception {
        Permission url = new Permission("lambda:InvokeFunctionUrl", "function:http");
        Permission function = new Permission("lambda:InvokeFunction", "function:http");
        Call call = call("/orders", "{}");

        HttpResponse<String> one = send(call.by(identities.role("half", List.of(url))));
        HttpResponse<String> both = send(call.by(identities.role("notifier", List.of(url, function))));

        assertThat(one.statusCode()).isEqualTo(403);
        assertThat(one.headers().firstValue("x-amzn-ErrorType")).contains("AccessDeniedException");
        assertThat(both.statusCode()).isEqualTo(201);
    }

    @Test
    void curls_signature_is_accepted() throws Exception {
        Process curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--aws-sigv4",
                        "aws:amz:us-east-1:lambda",
                        "--user",
                        host.accessKey().id() + ":" + host.accessKey().secret(),
                        "-H",
                        "Content-Type: application/json",
                        "-d",
                        "{\"order\":\"O-1\"}",
                        url.uri() + "/orders/O-1?status=shipped")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("POST /orders/O-1 false {\"order\":\"O-1\"}");
    }

    @Test
    void a_key_does_not_print_its_secret() {
        assertThat(host.accessKey().toString())
                .contains(host.accessKey().id())
                .doesNotContain(host.accessKey().secret());
    }

    private record Call(URI base, String path, String body, AccessKey key, String service, Duration late) {
        Call by(AccessKey other) {
            return new Call(base, path, body, other, service, late);
        }

        Call of(String other) {
            return new Call(base, path, body, key, other, late);
        }

        Call late(Duration by) {
            return new Call(base, path, body, key, service, by);
        }
    }

    private Call call(String path, String body) {
        return new Call(url.uri(), path, body, host.accessKey(), "lambda", Duration.ZERO);
    }

    private HttpResponse<String> send(Call call) throws Exception {
        return client.send(signed(call).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder signed(Call call) {
        URI address = call.base().resolve(call.path());
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsCredentialsIdentity.create(
                                call.key().id(), call.key().secret()))
                        .request(SdkHttpRequest.builder()
                                .uri(address)
                                .method(SdkHttpMethod.POST)
                                .putHeader("Content-Type", "application/json")
                                .build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, call.service())
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(
                                HttpSigner.SIGNING_CLOCK,
                                Clock.offset(Clock.systemUTC(), call.late().negated())));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        signed.request().forEachHeader((name, values) -> {
            if (!name.equalsIgnoreCase("Host")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request;
    }
}
