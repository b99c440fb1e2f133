package io.triskel.load.result;

import java.util.Optional;

/**
 * A distribution of times in microseconds.
 *
 * @param histogram HdrHistogram's compressed V2 in base64; absent in a summary
 */
public record Times(
        long count, long p50Us, long p90Us, long p99Us, long p999Us, long maxUs, Optional<String> histogram) {
    static final Times NONE = new Times(0, 0, 0, 0, 0, 0, Optional.empty());

    Times withoutHistogram() {
        return new Times(count, p50Us, p90Us, p99Us, p999Us, maxUs, Optional.empty());
    }
}
