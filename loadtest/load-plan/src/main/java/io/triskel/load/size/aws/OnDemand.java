package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Kinesis Data Streams, on-demand standard: bytes are billed, each incoming event rounded up to a KiB. */
public final class OnDemand {
    private static final double START = Facts.value("kds-od-start-in");

    /** us-east-1 and eu-west-1. */
    private static final double CEILING = Facts.value("kds-od-max-large");

    /** A shard above this rate is split, which suggests how many there are. */
    private static final double SPLIT = Facts.value("kds-od-split");

    /** Twice what is written. */
    private static final int SHARED_READERS = (int) Facts.value("kds-od-read");

    private static final int FAN_OUT_CONSUMERS = 20;
    private static final int START_SHARDS = 4;

    private final boolean fanOut;

    OnDemand(boolean fanOut) {
        this.fanOut = fanOut;
    }

    /** {@return about how many shards the service runs for a stream} */
    public static int shards(Need need) {
        return (int) Math.max(START_SHARDS, Math.min(20_000, Amounts.up(need.peakBytes() / SPLIT)));
    }

    Sized size(Need need, PriceBook prices) {
        List<Exceeded> exceeded = new ArrayList<>(Kinesis.exceeded(need, fanOut, FAN_OUT_CONSUMERS));
        if (!fanOut && need.consumers() > SHARED_READERS) {
            exceeded.add(new Exceeded(
                    Gate.CONSUMERS,
                    need.consumers() + " consumers read " + need.consumers()
                            + " times the bytes written, shared reads allow 2 times",
                    "kds-od-read",
                    "enhanced fan-out"));
        }
        if (need.peakBytes() > CEILING) {
            exceeded.add(new Exceeded(
                    Gate.LOAD,
                    "the peak is above 10 GB/s, the limit of a stream",
                    "kds-od-max-large",
                    "several streams, or provisioned"));
        }
        return new Sized(
                fanOut ? "Kinesis on-demand, fan-out" : "Kinesis on-demand",
                1,
                "stream",
                List.of(),
                bill(need, prices).items(),
                exceeded,
                notes(need),
                Kinesis.floor(need, fanOut));
    }

    private static List<String> notes(Need need) {
        return need.peakBytes() <= START
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "a new stream takes 4 MB/s, the peak is %.1f: it grows to twice the 30-day peak, and throttles a load that"
                                + " doubles within 15 minutes",
                        need.peakBytes() / Amounts.MIB));
    }

    private Bill bill(Need need, PriceBook prices) {
        double in = need.eventsAnHour() * Amounts.up(need.size() / Amounts.KIB) * Amounts.KIB / Amounts.GIB;
        double out = need.consumers() * need.bytesAnHour() / Amounts.GIB;
        Bill bill = new Bill("aws", "bus", need, prices)
                .add("stream", 1, "kinesis.on-demand.stream-hour", "one stream")
                .add("bytes in", in, "kinesis.on-demand.in-gb", "each event rounded up to 1 KiB, GB read as 2^30")
                .add(
                        "bytes out",
                        out,
                        fanOut ? "kinesis.on-demand.fan-out-gb" : "kinesis.on-demand.out-gb",
                        "bytes x consumers, not rounded");
        if (Kinesis.isExtended(need)) {
            bill.add(
                    "retention to 7 days",
                    Kinesis.extendedGb(need),
                    "kinesis.on-demand.extended-gb-month",
                    "bytes beyond 24 hours");
        }
        if (Kinesis.longGb(need) > 0) {
            bill.add(
                    "retention over 7 days",
                    Kinesis.longGb(need),
                    "kinesis.on-demand.long-gb-month",
                    "bytes kept longer than 7 days");
        }
        return bill;
    }
}
