package io.triskel.orders.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.notify.Lookup;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.operation.OperatorTalk;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console of a pipeline that runs elsewhere: {@code ./triskel ui}, here with the right to act. */
class ConsoleTalkTest {
    private static OperatorTalk.Site site() {
        InMemoryPlatform platform = InMemoryPlatform.of(Ports.SOURCE, OrderTypes.registry());
        Lookup nowhere = (address, etag, deadline) -> {
            throw new IllegalStateException("nothing is looked up");
        };
        Ports ports = new Ports(
                platform,
                nowhere,
                URI.create("http://orders.invalid/"),
                new SentMessages(platform.stores().replicas()),
                PaymentProvider.simulated());
        return new OperatorTalk.Site(
                ports,
                Style.ORCHESTRATION,
                unused("the past"),
                unused("events"),
                unused("functions"),
                unused("batches"));
    }

    private static <T> Supplier<T> unused(String what) {
        return () -> {
            throw new IllegalStateException("nobody asks for " + what);
        };
    }

    /** The request, and then an input that does not end before the test does. */
    private static final class Held extends StringReader {
        private final CountDownLatch end = new CountDownLatch(1);

        Held(String request) {
            super(request);
        }

        @Override
        public int read(char[] into, int from, int most) throws IOException {
            int read = super.read(into, from, most);
            if (read < 0) {
                try {
                    end.await();
                } catch (InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            }
            return read;
        }
    }

    @Test
    void on_a_deployed_pipeline_no_fault_can_be_started_even_by_who_may_act() throws Exception {
        PipedInputStream said = new PipedInputStream();
        PrintStream answers = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
        Held requests = new Held("{\"op\":\"console\",\"lane\":\"prod\",\"environment\":\"prod\",\"act\":true}\n");
        ConsoleTalk talk =
                new ConsoleTalk(Map.of("ORDERS_LOOKUP_BASE", "http://orders.invalid/"), variables -> site(), answers);
        CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(() -> {
            try {
                return talk.hold(requests);
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        JsonNode console = new ObjectMapper()
                .readTree(new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8)).readLine());
        URI base = URI.create(console.path("url").asText());
        HttpClient http = HttpClient.newHttpClient();

        String described = http.send(
                        HttpRequest.newBuilder(base.resolve("/api/console")).build(), BodyHandlers.ofString())
                .body();
        List<Integer> statuses = Stream.of("throttle", "kill", "duplicate", "slow", "freeze")
                .map(kind -> HttpRequest.newBuilder(base.resolve("/api/prod/faults/" + kind))
                        .header("X-Triskel-Token", console.path("token").asText())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"to see it recover\"}"))
                        .build())
                .map(request ->
                        http.sendAsync(request, BodyHandlers.ofString()).join().statusCode())
                .toList();
        requests.end.countDown();

        assertThat(described)
                .contains("\"may\":\"act\"")
                .contains("\"deployed\":true")
                .doesNotContain("\"faults\"");
        assertThat(statuses).containsOnly(404);
        assertThat(held.get()).isTrue();
    }

    @Test
    void its_classes_name_nothing_that_injects_faults() throws Exception {
        Path classes = Path.of(ConsoleTalk.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.list(classes.resolve("io/triskel/orders/console"))) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .doesNotContain("io/triskel/console/Faults", "TargetFault", "LaneFaults", "CloudFaults"));
        }
    }
}
