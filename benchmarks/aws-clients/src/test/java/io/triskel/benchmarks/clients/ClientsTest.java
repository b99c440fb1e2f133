package io.triskel.benchmarks.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.benchmarks.clients.KinesisCaller.Put;
import io.triskel.benchmarks.ratio.run.Options;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import io.triskel.local.aws.kinesis.KinesisServer;
import io.triskel.local.aws.kinesis.KinesisSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each client against the local Kinesis in this process. */
class ClientsTest {
    private static KinesisServer kinesis;

    @BeforeAll
    static void start() {
        kinesis = KinesisServer.start(KinesisSettings.defaults(), new FaultPlan(1));
    }

    @AfterAll
    static void stop() {
        kinesis.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"version 1", "netty", "crt", "url-connection"})
    void what_a_client_puts_it_reads_in_order_to_the_last_byte(String name) {
        List<String> sent =
                IntStream.range(0, 50).mapToObj(n -> "event " + n + " é").toList();
        List<String> read = new ArrayList<>();

        try (KinesisCaller client = client(name)) {
            client.createStream(name.replace(' ', '-'), 1);
            int failed = client.put(
                    name.replace(' ', '-'),
                    sent.stream()
                            .map(text -> new Put("key", text.getBytes(StandardCharsets.UTF_8)))
                            .toList());
            String shard = client.shards(name.replace(' ', '-')).get(0);
            KinesisCaller.Next next = new KinesisCaller.Next(client.start(name.replace(' ', '-'), shard), false);
            while (!next.isAtEnd()) {
                next = client.read(next.iterator(), 20, bytes -> read.add(new String(bytes, StandardCharsets.UTF_8)));
            }

            assertThat(failed).isZero();
        }

        assertThat(read).isEqualTo(sent);
    }

    @Test
    void no_other_module_depends_on_version_1_or_on_this_module() throws IOException {
        Path top = NodeTools.projectRoot();
        List<Path> poms;
        try (Stream<Path> files = Files.find(top, 3, (file, kind) -> file.endsWith("pom.xml"))) {
            poms = files.filter(file -> !file.startsWith(top.resolve("benchmarks/aws-clients")))
                    .toList();
        }

        assertThat(poms)
                .hasSizeGreaterThan(30)
                .allSatisfy(pom -> assertThat(Files.readString(pom))
                        .doesNotContain("<artifactId>aws-java-sdk-", "<artifactId>aws-clients</artifactId>"));
    }

    private static KinesisCaller client(String name) {
        return name.equals("version 1") ? Version1.to(kinesis.uri(), 2) : Clients.version2(name, kinesis.uri());
    }

    @Test
    void each_client_of_version_2_is_compared_with_version_1_in_the_same_run(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("clients.json");
        Options options = Options.parse(
                        List.of("--rounds", "1", "--warm-ups", "0", "--json", file.toString()), List.of())
                .orElseThrow();

        assertThat(Clients.run(options, kinesis.uri(), 4_000)).isZero();

        JsonNode json = new ObjectMapper().readTree(Files.readString(file));
        assertThat(json.path("environment").asText()).isEqualTo("emulator");
        assertThat(json.path("ratios").findValuesAsText("comparison"))
                .contains(
                        "publish, Netty",
                        "consume, Netty",
                        "publish, CRT",
                        "consume, CRT",
                        "publish, URL connection",
                        "consume, URL connection");
        assertThat(json.path("ratios").findValues("ratio")).allMatch(ratio -> ratio.asDouble() > 0);
    }
}
