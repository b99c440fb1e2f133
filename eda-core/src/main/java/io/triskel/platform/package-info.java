/**
 * The front door: one object stands for the place where a program runs and puts the other packages' parts together. It is
 * plain composition: each part also works without it.
 *
 * <p>Only {@code memory} and the adapters, which implement the places, depend on this package. Start at
 * {@link io.triskel.platform.Platform}.
 */
@NullMarked
package io.triskel.platform;

import org.jspecify.annotations.NullMarked;
