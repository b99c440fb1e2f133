package io.triskel.local.azure.eventhubs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.buffer.ProtonBufferAllocator;
import org.apache.qpid.protonj2.codec.Encoder;
import org.apache.qpid.protonj2.codec.encoders.ProtonEncoderFactory;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.apache.qpid.protonj2.types.messaging.DeliveryAnnotations;
import org.apache.qpid.protonj2.types.messaging.Header;
import org.apache.qpid.protonj2.types.messaging.MessageAnnotations;
import org.junit.jupiter.api.Test;

class TransferReaderTest {
    private static final MessageAnnotations KEY =
            new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-partition-key"), "order-1"));

    private final TransferReader reader = new TransferReader();

    @Test
    void the_key_of_an_envelope_is_that_of_its_events() {
        byte[] event = encode(new Data("a".getBytes(ISO_8859_1)));

        List<IncomingEvent> events = reader.read(encode(KEY, new Data(event), new Data(event)), TransferReader.BATCH);

        assertThat(events).hasSize(2).extracting(IncomingEvent::partitionKey).containsOnly("order-1");
        assertThat(stored(events.get(1)).systemProperties()).containsEntry("x-opt-partition-key", "order-1");
    }

    @Test
    void what_belongs_to_one_hop_is_not_kept_and_other_annotations_are() {
        byte[] message = encode(
                new Header().setDurable(true),
                new DeliveryAnnotations(Map.of(Symbol.valueOf("hop"), 1)),
                new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-mine"), "m", Symbol.valueOf("x-opt-offset"), "9")),
                new AmqpValue<>("text"));

        StoredEvent stored = stored(reader.read(message, 0).get(0));

        assertThat(stored.systemProperties())
                .containsOnlyKeys("x-opt-mine", "x-opt-sequence-number", "x-opt-offset", "x-opt-enqueued-time")
                .containsEntry("x-opt-mine", "m")
                .containsEntry("x-opt-offset", "0");
        assertThat(stored.body()).asString().isEqualTo("text");
    }

    @Test
    void what_is_no_message_is_refused_wherever_it_breaks() {
        byte[] whole = encode(KEY, new Data(encode(new Data(new byte[300]))));

        for (int length = 0; length < whole.length; length++) {
            byte[] broken = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> reader.read(broken, TransferReader.BATCH))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            error -> assertThat(error.condition()).isEqualTo("amqp:decode-error"));
        }
        assertThatThrownBy(() -> reader.read("no message".getBytes(ISO_8859_1), 0))
                .hasMessageContaining("no section begins at byte 0");
        assertThatThrownBy(() -> reader.read(encode(KEY), 0)).hasMessageContaining("a message without a body");
    }

    @Test
    void a_partition_key_has_128_characters_at_most() {
        assertThat(reader.read(keyed("k".repeat(128)), 0)).hasSize(1);
        assertThatThrownBy(() -> reader.read(keyed("k".repeat(129)), 0))
                .isInstanceOfSatisfying(
                        HubException.class,
                        error -> assertThat(error.condition()).isEqualTo("com.microsoft:argument-error"));
    }

    private static byte[] keyed(String key) {
        return encode(
                new MessageAnnotations(Map.of(Symbol.valueOf("x-opt-partition-key"), key)), new Data(new byte[1]));
    }

    private static StoredEvent stored(IncomingEvent event) {
        return new EventDecoder().decode(Stamp.on(event, 0, 0, 0));
    }

    private static byte[] encode(Object... sections) {
        Encoder encoder = ProtonEncoderFactory.create();
        ProtonBuffer out = ProtonBufferAllocator.defaultAllocator().allocate(1024);
        for (Object section : sections) {
            encoder.writeObject(out, encoder.newEncoderState(), section);
        }
        byte[] bytes = new byte[out.getReadableBytes()];
        out.readBytes(bytes, 0, bytes.length);
        return bytes;
    }
}
