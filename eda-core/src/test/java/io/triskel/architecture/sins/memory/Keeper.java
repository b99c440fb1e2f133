package io.triskel.architecture.sins.memory;

import io.triskel.architecture.sins.event.Thing;

/** The other half of the circle. */
public record Keeper(Thing thing) {}
