package io.triskel.orders.notification;

import io.triskel.event.EventType;

/**
 * Says that there is news of an order; the news itself is behind the link.
 *
 * @param order the order's id
 */
public record OrderNews(String order) {
    /** The wire name. */
    public static final EventType TYPE = EventType.of("orders.order-news", 1);
    /** The source of these events, from which their consumer knows where to look orders up. */
    public static final String SOURCE = "/orders/news";
}
