/**
 * What an envelope costs on its way to bytes and back: Triskel, the CloudEvents SDK doing the same work, and the limit, a
 * hand-written streaming loop for the one event there is.
 *
 * <p>Start reading at {@link io.triskel.benchmarks.codec.EncodeBenchmark}.
 */
@NullMarked
package io.triskel.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
