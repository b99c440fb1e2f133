package io.triskel.orders.notification;

import io.triskel.consume.EventHandler;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.platform.Platform;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Publishes that there is news whenever an order has ended. */
public final class NewsDesk implements EventHandler<OrderEvent> {
    private final Platform platform;

    public NewsDesk(Platform platform) {
        this.platform = platform;
    }

    @Override
    public void handle(Envelope<OrderEvent> event, Handling handling) {
        String order = event.data().order();
        long revision = event.pattern() instanceof EventKind.Sourced fact ? fact.revision() : 0;
        OrderingKey key = event.key().orElseGet(() -> new OrderingKey(order));
        Envelope<OrderNews> news = Envelope.of(
                        new EventId(
                                OrderNews.SOURCE,
                                DerivedId.of(
                                        "news", event.id().source(), event.id().id())),
                        OrderNews.TYPE,
                        new OrderNews(order))
                .withKey(key)
                .withPattern(new EventKind.Notification(link(order), revision))
                .withMetadata(Metadata.causedBy(event));
        platform.publish(List.of(event.time().map(news::withTime).orElse(news)), handling.deadline());
    }

    /** {@return the link to an order, relative to its server's address} */
    static String link(String order) {
        return "orders/" + URLEncoder.encode(order, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
