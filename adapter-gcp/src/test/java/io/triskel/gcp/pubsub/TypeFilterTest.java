package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.triskel.event.EventType;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes a filter is found out by who must accept it: a subscription. */
class TypeFilterTest {
    private static final String TOPIC = "projects/p/topics/orders";

    private final PubSubServer pubSub = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));

    @AfterEach
    void close() {
        pubSub.close();
    }

    @Test
    void lets_pass_the_types_and_no_others() {
        List<EventType> types = types("orders.reserve-stock", "orders.release-stock");

        assertThat(passing(
                        TypeFilter.of(types),
                        "orders.reserve-stock.v1",
                        "orders.release-stock.v1",
                        "orders.reserve-stock.v12",
                        ""))
                .containsExactly("orders.reserve-stock.v1", "orders.release-stock.v1");
    }

    @Test
    void takes_together_what_begins_alike_rather_than_be_too_long() {
        List<EventType> types = Stream.concat(
                        IntStream.range(0, 20).mapToObj(i -> EventType.of("orders.payment-" + i, 1)),
                        Stream.of(EventType.of("orders.stock-reserved", 1), EventType.of("catalogue.product", 2)))
                .toList();

        String filter = TypeFilter.of(types);

        assertThat(filter.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(256);
        assertThat(passing(
                        filter,
                        "orders.payment-3.v1",
                        "orders.payment-19.v1",
                        "orders.stock-reserved.v1",
                        "catalogue.product.v2",
                        "orders.order-placed.v1",
                        "catalogue.product.v1"))
                .containsExactly(
                        "orders.payment-3.v1",
                        "orders.payment-19.v1",
                        "orders.stock-reserved.v1",
                        "catalogue.product.v2");
    }

    @Test
    void does_not_mind_what_a_name_is_made_of() {
        String strange = "a\"b\\c é";

        assertThat(passing(TypeFilter.of(List.of(EventType.parse(strange))), strange, "a"))
                .containsExactly(strange);
    }

    @Test
    void is_none_where_types_have_nothing_in_common() {
        List<EventType> types = IntStream.range(0, 26)
                .mapToObj(i -> EventType.of((char) ('a' + i) + "-type-with-a-name-of-its-own", 1))
                .toList();

        assertThat(TypeFilter.of(types)).isEmpty();
        assertThat(TypeFilter.of(List.of())).isEmpty();
    }

    private static List<EventType> types(String... names) {
        return Stream.of(names).map(name -> EventType.of(name, 1)).toList();
    }

    private List<String> passing(String filter, String... types) {
        pubSub.createTopic(TOPIC);
        PubSubSubscription subscription = pubSub.createSubscription(Subscription.newBuilder()
                .setName("projects/p/subscriptions/filtered")
                .setTopic(TOPIC)
                .setFilter(filter)
                .build());
        for (String type : types) {
            pubSub.topic(TOPIC)
                    .publish(List.of(PubsubMessage.newBuilder()
                            .setData(ByteString.copyFromUtf8("x"))
                            .putAttributes("ce-type", type)
                            .build()));
        }
        return subscription.messages().stream()
                .map(message -> message.getAttributesOrThrow("ce-type"))
                .toList();
    }
}
