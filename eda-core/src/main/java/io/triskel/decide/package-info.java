/**
 * Handles commands on event streams: a pure {@link io.triskel.decide.Decider}, and the handler that loads, decides and
 * appends, so that a command takes effect once.
 *
 * <p>Only the handler does I/O, through the ports of {@code store}, {@code codec} and {@code outbox}; a decider sees
 * neither clock nor store. Start at {@link io.triskel.decide.Decider}, then {@link io.triskel.decide.CommandHandler}.
 */
@NullMarked
package io.triskel.decide;

import org.jspecify.annotations.NullMarked;
