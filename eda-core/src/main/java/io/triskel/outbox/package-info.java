/**
 * Publishes committed events. The commit is the outbox, so nothing is written twice and nothing can be missed.
 *
 * <p>A store lists unpublished streams and guards each with a fenced lease; {@link io.triskel.outbox.Dispatcher} does the
 * rest, inline or in a drain. Depends only on {@code store}, {@code publish} and {@code observe}. Start at
 * {@link io.triskel.outbox.Outbox}.
 */
@NullMarked
package io.triskel.outbox;

import org.jspecify.annotations.NullMarked;
