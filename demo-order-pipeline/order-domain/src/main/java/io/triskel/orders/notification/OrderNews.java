package io.triskel.orders.notification;

import io.triskel.event.EventType;

/**
 * There is news of an order; what it is, the link tells.
 *
 * @param order the order's id
 */
public record OrderNews(String order) {
    /** The wire name. */
    public static final EventType TYPE = EventType.of("orders.order-news", 1);
    /** The source of these events, by which their consumer knows where to look up. */
    public static final String SOURCE = "/orders/news";
}
