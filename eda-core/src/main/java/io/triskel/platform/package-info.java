/**
 * The entry point: one {@link io.triskel.platform.Platform} per program composes the other packages' parts. Each part also
 * works without it.
 *
 * <p>Only {@code memory} and the adapters, which implement platforms, depend on this package.
 */
@NullMarked
package io.triskel.platform;

import org.jspecify.annotations.NullMarked;
