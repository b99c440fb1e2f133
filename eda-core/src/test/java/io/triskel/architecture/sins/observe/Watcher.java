package io.triskel.architecture.sins.observe;

import io.triskel.architecture.sins.memory.Keeper;

/** Observes more than events. */
public record Watcher(Keeper keeper) {}
