package io.triskel.architecture.sins.observe;

import io.triskel.architecture.sins.memory.Keeper;
import io.triskel.architecture.sins.spi.Shared;

/** Observes more than events, and sees what adapters share. */
public record Watcher(Keeper keeper, Shared shared) {}
