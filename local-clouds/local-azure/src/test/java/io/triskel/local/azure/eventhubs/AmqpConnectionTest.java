package io.triskel.local.azure.eventhubs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.FaultPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection on a loop that does not run: the test takes the loop's steps in the order that it needs. */
@Tag("local-clouds")
class AmqpConnectionTest {
    private static final String CLOSE = "\0\0\0\14\2\0\0\0\0S\30E";

    private final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_tick_between_a_close_and_the_writing_of_its_answer_does_not_cut_the_answer_off() throws IOException {
        IoLoop loop = new IoLoop("stopped");
        try (Listener listener = Listener.start(server);
                ServerSocketChannel door =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(door.getLocalAddress());
                SocketChannel accepted = door.accept();
                Selector arrived = Selector.open()) {
            accepted.configureBlocking(false);
            AmqpConnection connection = AmqpConnection.open(server, listener, loop, accepted);
            client.write(ByteBuffer.wrap((SilentClient.OPENING + CLOSE).getBytes(ISO_8859_1)));
            accepted.register(arrived, SelectionKey.OP_READ);
            arrived.select();

            connection.read(ByteBuffer.allocate(1024));
            connection.tick();
            connection.flush();

            client.shutdownOutput();
            assertThat(new String(client.socket().getInputStream().readAllBytes(), ISO_8859_1))
                    .contains(CLOSE.substring(8));
        } finally {
            loop.close();
        }
    }
}
