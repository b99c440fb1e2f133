/**
 * Sagas: business processes that span several participants, steered by events, timeouts and compensation.
 *
 * <p>A saga is a pure machine ({@link io.triskel.saga.Saga}: correlate, evolve, react); {@link io.triskel.saga.Steps} writes
 * one as the business process reads. {@link io.triskel.saga.SagaRunner} alone does I/O: one row per instance, one
 * conditional write per input, commands sent from the row. Start reading at {@link io.triskel.saga.Steps}; the machine below
 * it is {@link io.triskel.saga.Saga}. No bus and no store may enter. Guide:
 * {@code docs/patterns/saga-by-orchestration.md}.
 */
@NullMarked
package io.triskel.saga;

import org.jspecify.annotations.NullMarked;
