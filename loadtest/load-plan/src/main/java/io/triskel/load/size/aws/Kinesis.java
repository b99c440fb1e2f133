package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.offer.Delivery;
import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Need;
import java.util.List;
import java.util.Locale;

/** What no offer of a stream has as a number. */
public final class Kinesis {
    /** "kds-per-key" is the same. */
    public static final double SHARD_IN = Facts.value("kds-shard-in-bytes");

    public static final double SHARD_RECORDS = Facts.value("kds-shard-in-records");

    /** "kds-efo-bytes" is the same. */
    public static final double SHARD_OUT = Facts.value("kds-shard-out-bytes");

    /**
     * As "kds-lat-shared5": 200 ms for one consumer, 1,000 ms for five, since they share five calls a
     * second.
     */
    private static final double SHARED_MS_A_CONSUMER = 1000 * Facts.value("kds-lat-shared1");

    private static final double FAN_OUT_MS = 1000 * Facts.value("kds-lat-efo");

    /** Once a second, so half a second on average. */
    private static final double LAMBDA_POLL_MS = 1000 / Facts.value("lambda.esm.kinesis.poll") / 2;

    /** Calls a second that all polling consumers of a shard share. */
    public static final double SHARD_CALLS = Facts.value("kds-getrecords-tps");

    private static final double START = Facts.value("kds-od-start-in");

    /** A shard above this rate is split, which leaves room for twice the peak. */
    private static final double SPLIT = Facts.value("kds-od-split");

    private static final int START_SHARDS = 4;
    private static final int MOST_SHARDS = (int) Facts.value("kds-shard-quota-large");

    private Kinesis() {}

    /**
     * {@return about how many shards the service runs for an on-demand stream} A shard takes 1 MiB and 1,000 records a second in both
     * modes; the service keeps room for twice the peak ("kds-od-scale").
     */
    public static int shardsOnDemand(Need need) {
        double shards = Math.max(need.peakBytes() / SPLIT, 2 * need.peak() / SHARD_RECORDS);
        return (int) Math.max(START_SHARDS, Math.min(MOST_SHARDS, Amounts.up(shards)));
    }

    static boolean isOnDemand(Offer offer) {
        return !offer.unit().equals("shard");
    }

    static Floor floor(Need need, Offer offer) {
        if (offer.delivery().filter(Delivery.PUSHED::equals).isPresent()) {
            return new Floor(FAN_OUT_MS, "pushed by enhanced fan-out", true);
        }
        return need.function().isPresent()
                ? new Floor(LAMBDA_POLL_MS, 2 * LAMBDA_POLL_MS, "polled once a second by Lambda", true)
                : new Floor(
                        SHARED_MS_A_CONSUMER * need.consumers(),
                        need.consumers() == 1
                                ? "polled"
                                : "polled, " + need.consumers() + " readers share five calls per second and shard",
                        true);
    }

    /** {@return what a buyer should know of this load} */
    static List<String> notes(Need need, Offer offer) {
        return !isOnDemand(offer) || need.peakBytes() <= START && need.peak() <= START_SHARDS * SHARD_RECORDS
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "a new stream takes 4 MB/s and 4,000 events/s, the peak is %.1f MB/s and %,.0f events/s: it grows to"
                                + " twice the 30-day peak, and throttles a load that doubles within 15 minutes",
                        need.peakBytes() / Amounts.MIB,
                        need.peak()));
    }
}
