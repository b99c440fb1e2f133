package io.triskel.gcp.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.local.gcp.pubsub.PushBody;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
                                .putAttributes("ce-id", "é\"1")
                                .putAttributes("ce-type", "t")
                                .setData(ByteString.copyFromUtf8("Grüße")))
                        .build());

        PublishedMessage message = PublishedMessage.read(body);

        assertThat(message.subscription()).isEqualTo("projects/p/subscriptions/s");
        assertThat(message.id()).isEqualTo("17");
        assertThat(message.orderingKey()).isEqualTo("order-1");
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
                    []                                                  | is a JSON object
                    {}                                                  | names none: is this function behind a Pub/Sub trigger?
                    {'subscription':'s','message':{'data':'eA=='}}      | has none: is this function behind a Pub/Sub trigger?
                    {'message':{'messageId':'1'}}                       | names none
                    {'subscription':'s','message':{'messageId':'1'      | this is not
                    {'subscription':'s','message':{'data':'*','messageId':'1'}} | this is not
                    hello                                               | this is not
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
