package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.HotKey;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;

/** Kinesis Data Streams, provisioned: you buy shards, and pay for events in units of 25 KB. */
final class Provisioned {
    private static final double PUT_UNIT = Facts.value("kds-p-put-unit");

    /** us-east-1 and eu-west-1. */
    private static final int MOST_SHARDS = (int) Facts.value("kds-shard-quota-large");

    private static final int FAN_OUT_CONSUMERS = (int) Facts.value("kds-efo-consumers");

    private final boolean fanOut;

    Provisioned(boolean fanOut) {
        this.fanOut = fanOut;
    }

    /**
     * {@return the stream}
     *
     * @param lanes that a function needs; a shard has at most ten
     */
    Sized size(Need need, double lanes, PriceBook prices) {
        List<Bound> bounds = bounds(need, lanes);
        int shards =
                bounds.stream().mapToInt(bound -> bound.at(need.load())).max().orElse(1);
        List<Exceeded> exceeded = new ArrayList<>(Kinesis.exceeded(need, fanOut, FAN_OUT_CONSUMERS));
        Exceeded.quota(shards, MOST_SHARDS, "shards", "kds-shard-quota-large").ifPresent(exceeded::add);
        return new Sized(
                fanOut ? "Kinesis provisioned, fan-out" : "Kinesis provisioned",
                shards,
                "shard",
                bounds,
                bill(need, shards, prices).items(),
                exceeded,
                List.of(
                        "shards can at most double, ten times a day, and each time takes minutes: too slow for a burst"),
                Kinesis.floor(need, fanOut));
    }

    private List<Bound> bounds(Need need, double lanes) {
        List<Bound> bounds = new ArrayList<>();
        bounds.add(new Bound("write 1 MiB/s a shard", "kds-shard-in-bytes", need.peakBytes() / Kinesis.SHARD_IN));
        bounds.add(new Bound(
                "write 1,000 records/s a shard", "kds-shard-in-records", need.peak() / Kinesis.SHARD_RECORDS));
        if (fanOut) {
            bounds.add(new Bound(
                    "fan-out 2 MiB/s a shard and consumer", "kds-efo-bytes", need.peakBytes() / Kinesis.SHARD_OUT));
        } else {
            bounds.add(new Bound(
                    "shared reads 2 MiB/s a shard",
                    "kds-shard-out-bytes",
                    need.consumers() * need.peakBytes() / Kinesis.SHARD_OUT));
        }
        if (need.isSkewed()) {
            bounds.add(new Bound(
                    "the shard with the hottest key, bytes",
                    "kds-per-key",
                    HotKey.units(need, need.peakBytes(), Kinesis.SHARD_IN)));
            bounds.add(new Bound(
                    "the shard with the hottest key, records",
                    "kds-shard-in-records",
                    HotKey.units(need, need.peak(), Kinesis.SHARD_RECORDS)));
        }
        if (lanes > 0) {
            bounds.add(new Bound(
                    "ten function lanes a shard", "lambda.esm.kinesis.parallel.max", lanes / Lambda.MOST_LANES));
        }
        return bounds;
    }

    private Bill bill(Need need, int shards, PriceBook prices) {
        double units = need.eventsAnHour() * Amounts.up(need.size() / PUT_UNIT);
        Bill bill = new Bill("aws", "bus", need, prices)
                .add("shards", shards, "kinesis.shard-hour", shards + " shards")
                .add("events put", units, "kinesis.put-unit", "each event in units of 25 KB, rounded up");
        if (fanOut) {
            bill.add("fan-out, shards", shards * need.consumers(), "kinesis.fan-out-shard-hour", "shards x consumers");
            bill.add(
                    "fan-out, bytes",
                    need.consumers() * need.bytesAnHour() / Amounts.GIB,
                    "kinesis.fan-out-gb",
                    "bytes x consumers, GB read as 2^30");
        }
        if (Kinesis.isExtended(need)) {
            bill.add("retention to 7 days", shards, "kinesis.extended-shard-hour", "shards, beyond 24 hours");
        }
        if (Kinesis.longGb(need) > 0) {
            bill.add(
                    "retention over 7 days",
                    Kinesis.longGb(need),
                    "kinesis.long-gb-month",
                    "bytes kept longer than 7 days");
        }
        return bill;
    }
}
