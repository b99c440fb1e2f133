/**
 * Personal data: encrypted under a key of its subject wherever it is written, and forgotten once the key is dropped.
 *
 * <p>This package stores and caches the keys; {@code json} encrypts, called by {@code codec}. Start at
 * {@link io.triskel.personal.Personal}; to write a key store, at {@link io.triskel.personal.KeyRing}.
 */
@NullMarked
package io.triskel.personal;

import org.jspecify.annotations.NullMarked;
