package io.triskel.orders.notification;

import io.triskel.codec.StateCodec;
import io.triskel.event.Deadline;
import io.triskel.event.StreamId;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import io.triskel.orders.ordering.Contact;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.View;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Answers links to orders from the order view; a host serves it over HTTP, a test asks it directly. */
public final class OrderLookup implements Lookup {
    private final View<OrderRow> view;
    private final Function<String, StreamId> stream;
    private final StateCodec codec;

    /**
     * Answers from a view.
     *
     * @param stream the stream of an order's id
     */
    public OrderLookup(View<OrderRow> view, Function<String, StreamId> stream, StateCodec codec) {
        this.view = view;
        this.stream = stream;
        this.codec = codec;
    }

    @Override
    public LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline) {
        String path = resolved.getRawPath();
        String order = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        return order.isBlank()
                ? LookupAnswer.Stateless.MISSING
                : view.find(stream.apply(order)).map(row -> answer(row, etag)).orElse(LookupAnswer.Stateless.MISSING);
    }

    private LookupAnswer answer(OrderRow row, Optional<String> etag) {
        String current = "\"" + row.revision() + "\"";
        return etag.equals(Optional.of(current))
                ? LookupAnswer.Stateless.NOT_MODIFIED
                : new LookupAnswer.Found(row.revision(), Optional.of(current), codec.encode(page(row)));
    }

    private static OrderPage page(OrderRow row) {
        Optional<Contact> contact = row.contact().flatMap(personal -> personal.known());
        return new OrderPage(
                row.order(),
                row.status(),
                row.reason(),
                row.cents(),
                contact.map(Contact::name),
                contact.map(Contact::email));
    }
}
