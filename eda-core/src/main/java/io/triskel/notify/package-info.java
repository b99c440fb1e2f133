/**
 * Event notification: an event says that something changed, its consumer looks up what.
 *
 * <p>The link in the event is relative and is resolved against the consumer's own base for the event's source, so that no
 * event can send a request elsewhere. Start reading at {@link io.triskel.notify.NotificationHandler};
 * {@link io.triskel.notify.HttpLookup} asks over HTTP, and shows a {@link io.triskel.notify.Credential} to an API that is closed.
 */
@NullMarked
package io.triskel.notify;

import org.jspecify.annotations.NullMarked;
