package io.triskel.benchmarks.soak;

/**
 * How large a soak is.
 *
 * @param events in all
 * @param keys that the events are spread over, in turns
 * @param sampled every so many-th key also goes to the consumer with an inbox, one by one
 * @param batch records per invocation at most
 * @param kills of functions' JVMs, spread over the run
 * @param failEvery handlers fail at the first try of one in so many events
 * @param seed of the injected faults
 */
public record SoakSettings(int events, int keys, int sampled, int batch, int kills, int failEvery, long seed) {
    public SoakSettings {
        if (events < 1 || keys < 1 || sampled < 1 || batch < 1) {
            throw new IllegalArgumentException("A soak has at least one event, key, sampled key and record per batch");
        }
    }

    /**
     * {@return settings for so many events} Few enough writes for stores on this machine, which do several hundred a second:
     * commits of about 20 events, one key in 50 sampled.
     */
    public static SoakSettings of(int events) {
        int keys = Math.max(20, Math.min(500, events / 50));
        int kills = Math.max(2, Math.min(20, events / 10_000));
        return new SoakSettings(events, keys, Math.max(10, keys / 10), 2_500, kills, 1_000, 42);
    }

    /** {@return the same for hosts that hand over one event at a time} */
    public SoakSettings oneByOne() {
        return new SoakSettings(events, keys, sampled, 1, kills, failEvery, seed);
    }

    boolean isSampled(int key) {
        return key % sampled == 0;
    }

    String key(int number) {
        return "key-" + number;
    }
}
