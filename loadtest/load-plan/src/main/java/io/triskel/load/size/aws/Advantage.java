package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.List;

/** Kinesis Data Streams, on-demand advantage: bytes at a lower price, above a minimum for the whole account and region. */
final class Advantage {
    /** 25 MB/s each way ("kds-adv-min-out" is the same), in GiB per hour. */
    static final double LEAST = Facts.value("kds-adv-min-in") * Amounts.SECONDS_AN_HOUR / Amounts.GIB;

    private static final int FAN_OUT_CONSUMERS = (int) Facts.value("kds-efo-consumers-adv");

    private Advantage() {}

    static Sized size(Need need, PriceBook prices) {
        double in = need.bytesAnHour() / Amounts.GIB;
        double out = need.consumers() * in;
        Bill bill = new Bill("aws", "bus", need, prices)
                .add("bytes in", Math.max(in, LEAST), "kinesis.advantage.in-gb", "at least 25 MB/s")
                .add(
                        "bytes out",
                        Math.max(out, LEAST),
                        "kinesis.advantage.out-gb",
                        "at least 25 MB/s, fan-out included");
        if (Kinesis.isExtended(need)) {
            bill.add(
                    "retention to 7 days",
                    Kinesis.extendedGb(need),
                    "kinesis.on-demand.extended-gb-month",
                    "price of on-demand standard");
        }
        if (Kinesis.longGb(need) > 0) {
            bill.add(
                    "retention over 7 days",
                    Kinesis.longGb(need),
                    "kinesis.on-demand.long-gb-month",
                    "price of on-demand standard");
        }
        return new Sized(
                "Kinesis on-demand Advantage",
                1,
                "stream",
                List.of(),
                bill.items(),
                Kinesis.exceeded(need, true, FAN_OUT_CONSUMERS),
                List.of("the minimum applies per account and region: other streams share it"),
                Kinesis.floor(need, true));
    }
}
