package io.triskel.load.measure;

/**
 * One second of a measurement.
 *
 * @param offered events that became due
 * @param sent events sent for the first time
 * @param accepted events that the bus took
 * @param delivered events that came, of the consumer that has fewest
 * @param failed refusals
 * @param throttled refusals because of too much load
 * @param lag accepted and not come, at the second's end
 * @param p50 corrected latency in microseconds of what came; 0 if nothing came
 * @param p99 likewise
 */
public record Second(
        long offered,
        long sent,
        long accepted,
        long delivered,
        long failed,
        long throttled,
        long lag,
        long p50,
        long p99) {}
