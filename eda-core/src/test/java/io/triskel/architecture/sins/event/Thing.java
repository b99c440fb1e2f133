package io.triskel.architecture.sins.event;

import io.triskel.architecture.sins.memory.Keeper;

/** Sees {@code memory}, and closes a circle with it. */
public record Thing(Keeper keeper) {}
