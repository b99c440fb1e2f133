package io.triskel.local.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.ChildProcess;
import io.triskel.local.FaultPlan;
import io.triskel.local.NodeTools;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of another make: what works with one only, works by accident. */
@Tag("local-clouds")
class OtherClientTest {
    private final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_sdk_for_node_and_a_plain_amqp_client_send_and_receive_and_are_refused(@TempDir Path folder)
            throws Exception {
        Path module = NodeTools.projectRoot().resolve("local-clouds/local-azure/src/test/node");
        NodeTools tools = NodeTools.install(module, NodeTools.projectRoot().resolve(".triskel/node-test-azure"));
        EventHub orders = server.createHub("orders", 4);

        try (ChildProcess node = ChildProcess.start(
                List.of(
                        "node",
                        module.resolve("eventhubs.mjs").toString(),
                        server.connectionString(),
                        tools.folder().toString()),
                folder,
                Map.of(),
                folder.resolve("node.log"))) {
            int status = node.onExit().get(4, TimeUnit.MINUTES);

            assertThat(status).as(node.tail(4000)).isZero();
            assertThat(node.tail(4000))
                    .contains("{\"partitionIds\":[\"0\",\"1\",\"2\",\"3\"],\"keyed\":100,\"ordered\":true,"
                            + "\"kind\":\"n7\",\"offsets\":true,\"recent\":true,"
                            + "\"others\":[\"bytes\",\"to a partition\"],\"last\":true,"
                            + "\"unknownHub\":\"MessagingEntityNotFoundError\","
                            + "\"unknownPartition\":\"MessagingEntityNotFoundError\","
                            + "\"single\":\"accepted\",\"tooLarge\":\"amqp:link:message-size-exceeded\","
                            + "\"garbage\":\"amqp:decode-error\",\"wrongKey\":\"amqp:unauthorized-access\","
                            + "\"hashes\":" + hashes() + "}");
        }
        assertThat(orders.partitionOf("order-1")
                        .read(-1, 1, 1000)
                        .events()
                        .get(0)
                        .body())
                .asString()
                .isEqualTo("{\"i\":0}");
    }

    /** It names no reply address in its requests for a token and for the partitions. */
    @Test
    void the_sdk_for_python_learns_the_partitions_and_sends() throws Exception {
        EventHub orders = server.createHub("orders", 4);
        Process python = new ProcessBuilder("/usr/bin/python3", "clients/python/conformance/driver.py")
                .directory(NodeTools.projectRoot().toFile())
                .redirectError(Redirect.DISCARD)
                .start();
        try (Writer requests = python.outputWriter(StandardCharsets.UTF_8)) {
            requests.write(
                    "{\"op\":\"publish\",\"bus\":{\"platform\":\"eventhubs\",\"hub\":\"orders\",\"connectionString\":\""
                            + server.connectionString()
                            + "\"},\"events\":[{\"id\":\"e-1\",\"source\":\"/shop\",\"type\":\"t.v1\","
                            + "\"key\":\"order-1\",\"data\":{\"i\":0}}],\"now\":\"2026-01-31T08:15:30Z\","
                            + "\"deadlineMillis\":30000}\n");
        }

        assertThat(python.inputReader(StandardCharsets.UTF_8).readLine()).contains("\"entry\": \"accepted\"");
        assertThat(python.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(orders.partitionOf("order-1").read(-1, 1, 1000).events()).hasSize(1);
    }

    /** Of keys beyond ASCII, of which the SDK for Java has another opinion. */
    private static String hashes() {
        return IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> Stream.of("¶", "Straße ", "ключ", "注文番号").map(word -> word.repeat(1 + i % 7) + i))
                .map(key -> Short.toString(PartitionHash.hash(key)))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
