package io.triskel.load.size.offer;

/**
 * The most that one key may have.
 *
 * @param of bytes-in or events-in
 * @param unit that holds a key, in words
 */
public record KeyLimit(Rate.Demand of, String fact, String unit) {
    public KeyLimit {
        Known.fact("fact", fact);
    }
}
