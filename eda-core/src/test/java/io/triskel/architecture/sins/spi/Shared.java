package io.triskel.architecture.sins.spi;

/** Belongs to adapters alone. */
public record Shared() {}
