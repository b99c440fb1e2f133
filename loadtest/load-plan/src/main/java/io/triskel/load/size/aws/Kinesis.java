package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.HotKey;
import io.triskel.load.size.plan.Need;
import java.util.ArrayList;
import java.util.List;

/** What holds for a stream in every mode. */
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

    private static final double EXTENDED_FROM_HOURS = 24;
    private static final double LONG_FROM_HOURS = 7 * 24;

    private Kinesis() {}

    static List<Exceeded> exceeded(Need need, boolean fanOut, int fanOutConsumers) {
        List<Exceeded> exceeded = new ArrayList<>();
        HotKey.tooManyBytes(need, SHARD_IN, "a shard", "kds-per-key").ifPresent(exceeded::add);
        double records = need.peak() * need.hottest();
        if (records > SHARD_RECORDS) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    "the hottest key has " + Math.round(records) + " records/s, a shard takes 1,000",
                    "kds-shard-in-records",
                    "use a finer key, or pack several events into a record; more shards do not help"));
        }
        if (fanOut && need.consumers() > fanOutConsumers) {
            exceeded.add(new Exceeded(
                    Gate.CONSUMERS,
                    need.consumers() + " consumers, enhanced fan-out supports " + fanOutConsumers,
                    "kds-efo-consumers",
                    "let one consumer forward to others, or use a second stream"));
        }
        if (!fanOut && need.consumers() > SHARD_CALLS) {
            exceeded.add(new Exceeded(
                    Gate.CONSUMERS,
                    need.consumers()
                            + " consumers share 5 read calls per second and shard: each polls less than once a second",
                    "kds-getrecords-tps",
                    "enhanced fan-out, or one consumer that forwards to others"));
        }
        return exceeded;
    }

    static Floor floor(Need need, boolean fanOut) {
        if (fanOut) {
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

    /** {@return GB-months per hour of events kept between 24 hours and 7 days} */
    static double extendedGb(Need need) {
        double hours = Math.min(need.retentionHours(), LONG_FROM_HOURS) - EXTENDED_FROM_HOURS;
        return need.keptBytes(hours) / Amounts.GIB / Amounts.HOURS_A_MONTH;
    }

    /** {@return GB-months per hour of events kept longer than 7 days} */
    static double longGb(Need need) {
        return need.keptBytes(need.retentionHours() - LONG_FROM_HOURS) / Amounts.GIB / Amounts.HOURS_A_MONTH;
    }

    static boolean isExtended(Need need) {
        return need.retentionHours() > EXTENDED_FROM_HOURS;
    }
}
