/**
 * Personal data, which is encrypted under a key of its subject wherever it is written, and forgotten once the key is dropped.
 *
 * <p>The keys live here, with what stores and caches them; {@code json} encrypts, and {@code codec} is the only caller that an application
 * needs. Start reading at {@link io.triskel.personal.Personal}; to write a key store, at {@link io.triskel.personal.KeyRing}.
 */
@NullMarked
package io.triskel.personal;

import org.jspecify.annotations.NullMarked;
