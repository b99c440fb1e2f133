/**
 * What a consumer remembers of events, so that none is handed over again once its completion is recorded: the inbox port.
 *
 * <p>Only the port and its values live here; who claims and when is decided in {@code consume}. An inbox is one strategy:
 * replicas, projections, saga rows and deciders recognise repeats themselves. Start reading at {@link io.triskel.inbox.Inbox}.
 */
@NullMarked
package io.triskel.inbox;

import org.jspecify.annotations.NullMarked;
