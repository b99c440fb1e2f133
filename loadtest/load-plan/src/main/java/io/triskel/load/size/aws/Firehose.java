package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Bill;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Floor;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Sized;
import io.triskel.load.size.price.PriceBook;
import java.util.List;

/** Amazon Data Firehose with direct puts: each stream delivers to one destination and is not a bus; events count in steps of 5 KB. */
final class Firehose {
    private static final double STEP = Facts.value("fh-p-round");

    /** us-east-1 and eu-west-1; raised automatically. */
    private static final double BYTES = Facts.value("fh-bytes-large");

    private static final double RECORDS = Facts.value("fh-rec-large");

    private static final double BUFFER_MS = 1000 * Facts.value("fh-buf-sec-default");

    private Firehose() {}

    static Sized size(Need need, PriceBook prices) {
        double billed = need.eventsAnHour() * Amounts.up(need.size() / STEP) * STEP * need.consumers() / Amounts.GIB;
        return new Sized(
                "Firehose",
                need.consumers(),
                "stream",
                List.of(
                        new Bound("5 MiB/s a stream before it is raised", "fh-bytes-large", need.peakBytes() / BYTES),
                        new Bound(
                                "500,000 records/s a stream before it is raised",
                                "fh-rec-large",
                                need.peak() / RECORDS)),
                new Bill("aws", "bus", need, prices)
                        .add(
                                "bytes delivered",
                                billed,
                                "firehose.gb",
                                "each event rounded up to 5 KB, one stream per destination")
                        .items(),
                List.of(),
                List.of(
                        "delivers only, not a bus: no ordering, no replay; above 5 MiB/s it throttles until the limit is raised"),
                new Floor(BUFFER_MS / 2, "buffered for 300 s by default", true));
    }
}
