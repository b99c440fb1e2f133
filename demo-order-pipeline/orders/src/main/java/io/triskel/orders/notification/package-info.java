/**
 * Customer notification: a thin event says that there is news of an order, its consumer fetches the order by the link and
 * writes to the customer (event notification).
 *
 * <p>The event holds nothing personal; who may read the order is for the link's server to decide. Start at
 * {@link io.triskel.orders.notification.NewsDesk}, then {@link io.triskel.orders.notification.CustomerNotifier}.
 */
@NullMarked
package io.triskel.orders.notification;

import org.jspecify.annotations.NullMarked;
