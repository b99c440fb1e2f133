/**
 * The inbox port: a consumer's memory of events, so that none is handled again once its completion is recorded.
 *
 * <p>Only the port and its values live here; {@code consume} decides what is claimed and when. An inbox is one strategy:
 * replicas, projections, saga rows and deciders recognise repeats themselves. Start reading at {@link io.triskel.inbox.Inbox}.
 */
@NullMarked
package io.triskel.inbox;

import org.jspecify.annotations.NullMarked;
