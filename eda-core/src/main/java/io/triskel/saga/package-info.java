/**
 * Sagas: business processes across several participants, driven by events, timeouts and compensation.
 *
 * <p>A saga is a pure state machine ({@link io.triskel.saga.Saga}: correlate, evolve, react), usually defined by {@link
 * io.triskel.saga.Steps}. Only {@link io.triskel.saga.SagaRunner} does I/O: one row per instance, one conditional write per
 * input, commands sent from the row. Start at {@link io.triskel.saga.Steps}. Guide:
 * {@code docs/patterns/saga-by-orchestration.md}.
 */
@NullMarked
package io.triskel.saga;

import org.jspecify.annotations.NullMarked;
