package io.triskel.gcp.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.local.gcp.pubsub.PushBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies as Pub/Sub pushes them; the documentation spells names in two ways, and sends both. */
class PublishedMessageTest {
    @Test
    void is_what_pub_sub_pushes() {
        byte[] body = PushBody.of(
                "projects/p/subscriptions/s",
                ReceivedMessage.newBuilder()
                        .setDeliveryAttempt(2)
                        .setMessage(PubsubMessage.newBuilder()
                                .setMessageId("17")
                                .setOrderingKey("order-1")
                                .setPublishTime(Timestamps.fromMillis(1_795_780_800_123L))
                                .putAttributes("ce-id", "é\"1")
                                .putAttributes("ce-type", "t")
                                .setData(ByteString.copyFromUtf8("Grüße")))
                        .build());

        PublishedMessage message = PublishedMessage.read(body);

        assertThat(message.subscription()).isEqualTo("projects/p/subscriptions/s");
        assertThat(message.id()).isEqualTo("17");
        assertThat(message.orderingKey()).isEqualTo("order-1");
        assertThat(message.published()).contains(Instant.ofEpochMilli(1_795_780_800_123L));
        assertThat(message.attributes()).isEqualTo(Map.of("ce-id", "é\"1", "ce-type", "t"));
        assertThat(message.data()).asString(StandardCharsets.UTF_8).isEqualTo("Grüße");
    }

    @Test
    void may_have_neither_data_nor_attributes_nor_key() {
        PublishedMessage message =
                read("{'message':{'messageId':'1','publishTime':'2026-01-01T00:00:00Z'},'subscription':'s'}");

        assertThat(message.data()).isEmpty();
        assertThat(message.attributes()).isEmpty();
        assertThat(message.orderingKey()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "publishTime, 2026-11-27T12:00:00.123456789Z, 2026-11-27T12:00:00.123456789Z",
        "publish_time, 2026-11-27T13:00:00+01:00, 2026-11-27T12:00:00Z",
        "publishTime, yesterday, "
    })
    void was_taken_when_the_server_says_so_if_that_can_be_read(
            String name, String written, @Nullable Instant published) {
        PublishedMessage message =
                read("{'message':{'messageId':'1','" + name + "':'" + written + "'},'subscription':'s'}");

        assertThat(message.published()).isEqualTo(Optional.ofNullable(published));
        assertThat(message.delivery(EventCodec.of(TypeRegistry.builder().build()), type -> true)
                        .acceptedAt())
                .isEqualTo(message.published());
    }

    @Test
    void keeps_what_it_knows_among_what_it_does_not() {
        PublishedMessage message =
                read("{'new':{'a':[1,{'b':2}]},'deliveryAttempt':3,'message':{'other':[{'data':'eA=='}],"
                        + "'attributes':{'a':'1','b':null,'c':{'d':'e'}},'data':'eHk=','message_id':'2','ordering_key':'k'},"
                        + "'subscription':'s'}");

        assertThat(message.attributes()).isEqualTo(Map.of("a", "1"));
        assertThat(message.data()).asString(StandardCharsets.UTF_8).isEqualTo("xy");
        assertThat(message.id()).isEqualTo("2");
        assertThat(message.orderingKey()).isEqualTo("k");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    []                                                  | must be a JSON object
                    {}                                                  | names none: is this function behind a Pub/Sub trigger?
                    {'subscription':'s','message':{'data':'eA=='}}      | has none: is this function behind a Pub/Sub trigger?
                    {'message':{'messageId':'1'}}                       | names none
                    {'subscription':'s','message':{'messageId':'1'      | must be JSON:
                    {'subscription':'s','message':{'data':'*','messageId':'1'}} | must be JSON:
                    hello                                               | must be JSON:
                    """)
    void is_refused_with_what_is_wrong(String body, String wrong) {
        assertThatThrownBy(() -> PublishedMessage.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong);
    }

    private static PublishedMessage read(String body) {
        return PublishedMessage.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
