/**
 * A process of {@link io.triskel.saga.Steps} on a cloud's own engine: the definition that the engine reads, and the desk
 * between engine and bus.
 *
 * <p>Start at {@link io.triskel.engine.EngineProcess}, which writes definitions. No cloud's library enters. Guide: {@code
 * docs/orchestration.md}.
 */
@NullMarked
package io.triskel.engine;

import org.jspecify.annotations.NullMarked;
