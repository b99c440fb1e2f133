/**
 * Runs a process of {@link io.triskel.saga.Steps} on a cloud's workflow engine: exports the engine's definition, and
 * connects the engine with the bus.
 *
 * <p>It depends on no cloud's library. Start at {@link io.triskel.engine.EngineProcess}, which writes definitions. Guide:
 * {@code docs/orchestration.md}.
 */
@NullMarked
package io.triskel.engine;

import org.jspecify.annotations.NullMarked;
