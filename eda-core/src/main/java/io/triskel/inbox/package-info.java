/**
 * The inbox port: remembers a consumer's events, so that none is handled again once its completion is recorded.
 *
 * <p>{@code consume} decides what is claimed and when. An inbox is one strategy: replicas, projections, saga rows and
 * deciders recognise duplicates themselves. Start at {@link io.triskel.inbox.Inbox}.
 */
@NullMarked
package io.triskel.inbox;

import org.jspecify.annotations.NullMarked;
