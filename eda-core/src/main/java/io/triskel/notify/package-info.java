/**
 * Event notification: an event announces a change, and its consumer looks up the state.
 *
 * <p>The link in the event is relative and is resolved against the consumer's own base for the event's source, so that no
 * event can send a request elsewhere. Start at {@link io.triskel.notify.NotificationHandler};
 * {@link io.triskel.notify.HttpLookup} asks over HTTP, with a {@link io.triskel.notify.Credential} for a protected API.
 */
@NullMarked
package io.triskel.notify;

import org.jspecify.annotations.NullMarked;
