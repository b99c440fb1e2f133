package io.triskel.local.gcp.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.function.FunctionMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A function in Google's own invoker, in JVMs of its own. */
@Tag("local-clouds")
class CloudFunctionTest {

    @TempDir
    Path folder;

    private FunctionHost host;
    private FunctionDefinition definition;

    @BeforeEach
    void start() throws Exception {
        host = FunctionHost.start(folder.resolve("logs"));
        definition = Deployment.http(folder)
                .withEnvironment(Map.of("GATE", folder.resolve("gate").toString()));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static FunctionResponse invoke(CloudFunction function, String path) {
        return later(function, path)
                .orTimeout(Await.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static CompletableFuture<FunctionResponse> later(CloudFunction function, String path) {
        return function.invoke(FunctionRequest.post(path, Map.of(), new byte[0]));
    }

    private static String logOf(CloudFunction function) {
        try (Stream<Path> files = Files.list(function.logs())) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class When_it_is_invoked {
        @Test
        void it_answers_and_the_same_jvm_is_used_again() {
            CloudFunction function = host.deploy(definition);

            String first = invoke(function, "/pid").text();
            String second = invoke(function, "/pid").text();

            assertThat(first).matches("\\d+").isEqualTo(second);
            FunctionMetrics metrics = function.metrics();
            assertThat(metrics.invocations()).isEqualTo(2);
            assertThat(metrics.errors()).isZero();
            assertThat(metrics.coldStarts()).hasSize(1).allMatch(took -> !took.isZero());
            assertThat(metrics.firstInvocations()).hasSize(1);
            Await.until("the log", () -> logOf(function).contains("answers"));
        }

        @Test
        void it_sees_its_environment_and_its_memory_and_nothing_of_ours() {
            CloudFunction function =
                    host.deploy(definition.withMemoryMiB(256).withEnvironment(Map.of("COLOUR", "blue")));

            assertThat(invoke(function, "/variables").text()).isEqualTo("blue null http-echo");
            assertThat(Integer.parseInt(invoke(function, "/heap").text())).isBetween(160, 192);
        }

        @Test
        void another_instance_starts_if_all_are_busy_and_then_requests_wait() throws Exception {
            CloudFunction function = host.deploy(definition);
            CompletableFuture<FunctionResponse> one = later(function, "/wait");
            CompletableFuture<FunctionResponse> two = later(function, "/wait");
            CompletableFuture<FunctionResponse> three = later(function, "/pid");
            assertThat(function.instances()).isEqualTo(2);

            Files.createFile(folder.resolve("gate"));

            CompletableFuture.allOf(one, two, three).get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(three.join().status()).isEqualTo(200);
            assertThat(function.metrics().coldStarts()).hasSizeBetween(1, 2);
            assertThat(function.isIdle()).isTrue();
        }

        @Test
        @Tag("slow")
        void a_request_that_finds_no_room_for_ten_seconds_is_a_429() throws Exception {
            CloudFunction function = host.deploy(definition.withMaxInstances(1));
            CompletableFuture<FunctionResponse> one = later(function, "/wait");

            FunctionResponse two = invoke(function, "/pid");

            assertThat(two.status()).isEqualTo(429);
            assertThat(function.metrics().throttles()).isEqualTo(1);
            Files.createFile(folder.resolve("gate"));
            assertThat(one.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS).text())
                    .isEqualTo("waited");
            assertThat(function.isIdle()).isTrue();
        }

        @Test
        void one_instance_takes_several_requests_if_it_may() throws Exception {
            CloudFunction function = host.deploy(definition.withConcurrency(8).withMaxInstances(1));
            CompletableFuture<FunctionResponse> one = later(function, "/wait");

            assertThat(invoke(function, "/pid").status()).isEqualTo(200);
            Files.createFile(folder.resolve("gate"));

            assertThat(one.get(Await.LIMIT.toSeconds(), TimeUnit.SECONDS).text())
                    .isEqualTo("waited");
        }
    }

    @Nested
    class When_something_goes_wrong {
        @Test
        void an_exception_is_a_500_and_the_instance_lives_on() {
            CloudFunction function = host.deploy(definition);

            assertThat(invoke(function, "/throw").status()).isEqualTo(500);
            assertThat(invoke(function, "/pid").status()).isEqualTo(200);

            assertThat(function.metrics().errors()).isEqualTo(1);
            assertThat(function.metrics().coldStarts()).hasSize(1);
        }

        @Test
        void an_instance_that_ends_fails_its_request_and_another_one_takes_the_next() {
            CloudFunction function = host.deploy(definition);

            assertThat(invoke(function, "/exit").status()).isEqualTo(500);
            assertThat(invoke(function, "/pid").status()).isEqualTo(200);

            assertThat(function.metrics().coldStarts()).hasSize(2);
        }

        @Test
        void a_request_that_takes_too_long_is_a_504() {
            CloudFunction function = host.deploy(definition.withTimeout(Duration.ofSeconds(1)));

            assertThat(invoke(function, "/hang").status()).isEqualTo(504);

            assertThat(function.metrics().timeouts()).isEqualTo(1);
        }

        @Test
        void a_class_that_is_not_there_is_a_503_that_names_it() {
            CloudFunction function = host.deploy(
                    FunctionDefinition.of("wrong", definition.classPath().get(0), "io.triskel.Nowhere"));

            FunctionResponse response = invoke(function, "/");

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.text()).contains("io.triskel.Nowhere");
        }

        @Test
        void a_killed_instance_is_replaced() {
            CloudFunction function = host.deploy(definition);
            assertThat(function.killOne()).isFalse();
            CompletableFuture<FunctionResponse> working = later(function, "/hang");
            Await.until("the instance", () -> !function.metrics().coldStarts().isEmpty());

            assertThat(function.killOne()).isTrue();

            assertThat(working.join().status()).isIn(500, 503);
            assertThat(invoke(function, "/pid").status()).isEqualTo(200);
        }

        @Test
        void faults_are_refusals_failures_and_lost_answers() {
            CloudFunction function = host.deploy(definition);
            host.faults()
                    .next(1, "Invoke", new Fault.Refused("TooMany"))
                    .next(1, "Invoke", new Fault.Failed())
                    .next(1, "Invoke", new Fault.LostResponse());

            assertThat(invoke(function, "/pid").status()).isEqualTo(429);
            assertThat(invoke(function, "/pid").status()).isEqualTo(503);
            assertThat(function.metrics().invocations()).isZero();
            assertThat(invoke(function, "/pid").status()).isEqualTo(503);
            assertThat(function.metrics().invocations()).isEqualTo(1);
        }
    }

    @Nested
    class Its_jvm {
        @Test
        void is_reached_through_the_loopback_address_alone() throws Exception {
            CloudFunction function = host.deploy(definition);
            assertThat(invoke(function, "/pid").status()).isEqualTo(200);

            Matcher listening =
                    Pattern.compile("ServerConnector@.*\\{([^{}]*):(\\d+)}").matcher(logOf(function));

            assertThat(listening.find()).isTrue();
            assertThat(listening.group(1)).isEqualTo("127.0.0.1");
            int port = Integer.parseInt(listening.group(2));
            assertThat(otherAddresses())
                    .allSatisfy(other ->
                            assertThatThrownBy(() -> connect(other, port)).isInstanceOf(IOException.class));
        }

        private static List<InetAddress> otherAddresses() throws SocketException {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
        }

        private static void connect(InetAddress address, int port) throws IOException {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, port), 2000);
            }
        }
    }

    @Nested
    class When_it_has_a_url_and_a_schedule {
        @Test
        void requests_reach_it_as_they_are_and_jobs_post() throws Exception {
            CloudFunction function = host.deploy(definition);
            FunctionUrl url = host.publicUrl(function);
            HttpRequest request = HttpRequest.newBuilder(url.uri().resolve("/orders/7?full=true"))
                    .header("x-test", "here")
                    .PUT(HttpRequest.BodyPublishers.ofString("a\nb"))
                    .build();

            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            FunctionResponse fired =
                    host.schedule("tick", function, "/clock").fire().get(4, TimeUnit.MINUTES);

            assertThat(response.statusCode()).isEqualTo(201);
            assertThat(response.body()).isEqualTo("PUT /orders/7 full=true a|b ");
            assertThat(response.headers().firstValue("x-seen")).contains("here");
            assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
            assertThat(url.uri().getHost()).isEqualTo("127.0.0.1");
            assertThat(fired.text()).isEqualTo("POST /clock   tick");
        }
    }

    @Nested
    class When_its_url_is_closed {
        private static final String INVOKER = "notifier@local.iam.gserviceaccount.com";

        private FunctionUrl url;

        @BeforeEach
        void close() {
            url = host.url(host.deploy(definition), Set.of(INVOKER));
        }

        @Test
        void an_invokers_token_opens_it_and_reaches_the_function_without_its_signature() throws Exception {
            String token = host.issuer().idToken(INVOKER, url.uri().toString());

            HttpResponse<String> response = get("Bearer " + token);

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body())
                    .isEqualTo("Bearer " + token.substring(0, token.lastIndexOf('.')) + ".SIGNATURE_REMOVED_BY_GOOGLE");
        }

        @Test
        void nobody_and_others_are_forbidden() throws Exception {
            HttpRequest anonymous =
                    HttpRequest.newBuilder(url.uri().resolve("/authorization")).build();
            HttpResponse<String> nobody =
                    HttpClient.newHttpClient().send(anonymous, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> other = get("Bearer "
                    + host.issuer()
                            .idToken(
                                    "other@local.iam.gserviceaccount.com",
                                    url.uri().toString()));

            assertThat(List.of(nobody, other)).allSatisfy(response -> {
                assertThat(response.statusCode()).isEqualTo(403);
                assertThat(response.body()).contains("Your client does not have permission to get URL");
            });
        }

        @Test
        void a_token_that_is_not_for_it_is_unauthorized() throws Exception {
            assertThat(get("Bearer " + host.issuer().idToken(INVOKER, "https://elsewhere.a.run.app"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(get("Bearer ya29.an-access-token").statusCode()).isEqualTo(401);
            assertThat(get("Basic bm90aGluZw==").statusCode()).isEqualTo(401);
        }

        @Test
        void a_persons_token_names_gcloud_as_its_audience_and_opens_every_function_that_the_person_may_call()
                throws Exception {
            FunctionUrl other = host.url(host.deploy(definition), Set.of("other@example.org"));

            assertThat(get("Bearer " + host.issuer().personalIdToken(INVOKER)).statusCode())
                    .isEqualTo(200);
            assertThat(get(other, "Bearer " + host.issuer().personalIdToken(INVOKER))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(get("Bearer "
                                    + host.issuer()
                                            .idToken(
                                                    INVOKER,
                                                    "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com"))
                            .statusCode())
                    .as("of gcloud auth application-default login")
                    .isEqualTo(401);
        }

        @Test
        void a_function_gets_the_tokens_of_its_own_service_account() throws Exception {
            FunctionUrl caller = host.publicUrl(host.deploy(definition.withServiceAccount(INVOKER)));
            String metadata = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(caller.uri().resolve("/metadata"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            HttpRequest asking = HttpRequest.newBuilder(URI.create("http://" + metadata
                            + "/computeMetadata/v1/instance/service-accounts/default/identity?audience=" + url.uri()))
                    .header("Metadata-Flavor", "Google")
                    .build();

            String token = HttpClient.newHttpClient()
                    .send(asking, HttpResponse.BodyHandlers.ofString())
                    .body();

            assertThat(get("Bearer " + token).statusCode()).isEqualTo(200);
        }

        private HttpResponse<String> get(String authorization) throws Exception {
            return get(url, authorization);
        }

        private static HttpResponse<String> get(FunctionUrl url, String authorization) throws Exception {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(url.uri().resolve("/authorization"))
                                    .header("Authorization", authorization)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        }
    }
}
